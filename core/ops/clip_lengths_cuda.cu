#include "core/cuda/ops.h"
#include "core/ops/clip_lengths_cuda.cuh"

namespace undula::UNDULA_GPU {

void Ops::clip_lengths(Context& ctx, const View& lengths, int64_t begin, int64_t end, const View& clipped) {
  if (ctx.planning() || clipped.shape[0] == 0) return;
  constexpr int kThreads = 32;
  const int64_t B = clipped.shape[0];
  const ClipLengths p{lengths.as<int32_t>(), clipped.as<int32_t>(), B, begin, end};
  UNDULA_LAUNCH(ctx.device().queue(), clip_row_lengths, Grid{(B + kThreads - 1) / kThreads}, kThreads, 0, p);
}

}  // namespace undula::UNDULA_GPU
