#pragma once
#include <cstddef>
#include <functional>

#include "core/memory/context.h"

namespace undula {

/// y (kTileRows, columns) from x (kTileRows, depth), both without gaps; `scratch` is the calling thread's own.
using TileFunction = std::function<void(const float* x, float* y, std::byte* scratch)>;

/// Rows of a product cut into tiles of one height, for libraries whose bits depend on the number of rows: a last tile
/// is padded with rows of zeros, so every row is computed by the same call on the same shape. Rows that are apart are
/// copied.
class RowTiles {
 public:
  /// High enough that the call costs little beside the product, and low enough for short sequences.
  static constexpr int64_t kTileRows = 64;

  /// Takes from scratch what copies of tiles need, and `scratch_bytes` for each thread.
  RowTiles(Context& ctx, const View& x, const View& y, size_t scratch_bytes);
  /// Calls `tile` for every tile, shared between threads. Not while planning.
  void run(const TileFunction& tile) const;

 private:
  void run_tile(int64_t i, int64_t share, const TileFunction& tile) const;

  ThreadPool& pool_;
  View x_, y_;
  int64_t tiles_, shares_;
  View x_copies_, y_copies_, scratch_;  ///< one row for each share of the tiles
};

}  // namespace undula
