#include "core/ops/rows.h"

#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "core/cuda/device_ops.h"

namespace undula {

void check_rows(const Rows& rows, int64_t B, int64_t L, const char* op) {
  if (rows.lengths.present()) check_view(rows.lengths, {B}, DType::kI32, op, "lengths");
  if (rows.resets.present()) check_view(rows.resets, {B, L}, DType::kU8, op, "resets");
  if (rows.records.present()) check_view(rows.records, {B}, DType::kI32, op, "records");
}

void check_lengths(const Rows& rows, int64_t B, int64_t L, const char* op) {
  if (rows.lengths.memory != nullptr) return;
  for (int64_t b = 0; b < B; ++b) {
    const int64_t length = rows.length(b, L);
    if (!(length >= 0 && length <= L))
      require(false, op,
              "length of row " + std::to_string(b) + "; got " + std::to_string(length) + ", want 0 to " +
                  std::to_string(L));
  }
}

void clip_lengths(Context& ctx, const View& lengths, int64_t begin, int64_t end, const View& clipped) {
  check_view(lengths, clipped.shape, DType::kI32, "clip_lengths", "lengths");
  check_view(clipped, {clipped.shape[0]}, DType::kI32, "clip_lengths", "clipped");
  if (ctx.on_device()) return ctx.device_ops().clip_lengths(ctx, lengths, begin, end, clipped);
  if (ctx.planning()) return;
  for (int64_t b = 0; b < clipped.shape[0]; ++b) {
    const int64_t valid = std::clamp<int64_t>(lengths.as<int32_t>()[b] - begin, 0, end - begin);
    clipped.as<int32_t>()[b] = static_cast<int32_t>(valid);
  }
}

}  // namespace undula
