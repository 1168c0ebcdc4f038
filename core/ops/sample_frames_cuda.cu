#include "core/ops/launch_cuda.h"
#include "core/ops/sample_frames_cuda.cuh"

namespace undula::UNDULA_GPU {

void Ops::sample_frames(Context& ctx, const FrameShape& shape, const View& x, const Rows& rows, const View& tail_in,
                        const View& tail_out, const View& y) {
  if (ctx.planning()) return;
  const int64_t B = y.shape[0], F = y.shape[1];
  Queue& queue = ctx.device().queue();
  dispatch_storage(y.dtype, [&](auto zero) {
    using T = decltype(zero);
    const SampleFrames<T> params{shape,
                                 B,
                                 F,
                                 x.shape[1],
                                 device_rows(rows),
                                 matrix<const float>(x),
                                 matrix<const float>(tail_in),
                                 block<T>(y),
                                 matrix<float>(tail_out)};
    UNDULA_LAUNCH(queue, cut_frames<T>, {blocks_of(B * F * shape.width, kThreads)}, kThreads, 0, params);
    if (tail_out.present()) UNDULA_LAUNCH(queue, cut_tails<T>, {B}, kThreads, 0, params);
  });
}

}  // namespace undula::UNDULA_GPU
