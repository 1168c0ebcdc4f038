#include "core/cpu/row_tiles.h"

#include <algorithm>

namespace undula {

RowTiles::RowTiles(Context& ctx, const View& x, const View& y, size_t scratch_bytes)
    : pool_(ctx.pool()),
      x_(x),
      y_(y),
      tiles_((x.shape[0] + kTileRows - 1) / kTileRows),
      shares_(std::clamp<int64_t>(tiles_, 1, ctx.threads())),
      x_copies_(ctx.scratch({shares_, kTileRows * x.shape[1]}, DType::kF32)),
      y_copies_(ctx.scratch({shares_, kTileRows * y.shape[1]}, DType::kF32)),
      scratch_(ctx.scratch({shares_, static_cast<int64_t>(scratch_bytes + 63) / 64 * 64}, DType::kU8)) {}

void RowTiles::run(const TileFunction& tile) const {
  pool_.parallel_for(shares_, 1, [&](int64_t begin, int64_t end) {
    for (int64_t share = begin; share < end; ++share) {
      for (int64_t i = share * tiles_ / shares_; i < (share + 1) * tiles_ / shares_; ++i) run_tile(i, share, tile);
    }
  });
}

void RowTiles::run_tile(int64_t i, int64_t share, const TileFunction& tile) const {
  const int64_t m = i * kTileRows, rows = std::min(kTileRows, x_.shape[0] - m);
  const int64_t depth = x_.shape[1], columns = y_.shape[1];
  const float* x = x_.as<float>() + m * x_.strides[0];
  float* y = y_.as<float>() + m * y_.strides[0];
  if (rows < kTileRows || x_.strides[0] != depth) {
    auto* copy = x_copies_.row(share).as<float>();
    for (int64_t r = 0; r < rows; ++r) std::copy_n(x + r * x_.strides[0], depth, copy + r * depth);
    std::fill(copy + rows * depth, copy + kTileRows * depth, 0.0F);
    x = copy;
  }
  const bool apart = rows < kTileRows || y_.strides[0] != columns;
  float* result = apart ? y_copies_.row(share).as<float>() : y;
  tile(x, result, scratch_.row(share).data);
  if (!apart) return;
  for (int64_t r = 0; r < rows; ++r) std::copy_n(result + r * columns, columns, y + r * y_.strides[0]);
}

}  // namespace undula
