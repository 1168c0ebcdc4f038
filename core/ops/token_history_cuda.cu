#include "core/ops/launch_cuda.h"
#include "core/ops/token_tail_cuda.cuh"

namespace undula::UNDULA_GPU {

void Ops::write_tail(Context& ctx, const View& tokens, const Rows& rows, const View& tail_in, const View& tail_out) {
  if (ctx.planning()) return;
  const int64_t B = tail_out.shape[0];
  const TokenTailParams params{device_history(tokens, rows, tail_in), B, tail_out.shape[1], matrix<int32_t>(tail_out)};
  UNDULA_LAUNCH(ctx.device().queue(), token_tail, {blocks_of(B, kThreads)}, kThreads, 0, params);
}

}  // namespace undula::UNDULA_GPU
