#include "core/cuda/ops.h"
#include "core/ops/selective_scan_launch_cuda.h"

namespace undula::UNDULA_GPU {

void Ops::selective_scan_forward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                                 const ScanOut& out) {
  launch_scan_forward(ctx, ctx.device().queue(), plan_scan(in), in, rows, direction, out);
}

void Ops::selective_scan_backward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                                  const View& chunk_states, const ScanGrad& grad) {
  launch_scan_backward(ctx, ctx.device().queue(), plan_scan(in), in, rows, direction, chunk_states, grad);
}

void Ops::selective_scan_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                                 const View& h_zero, const View& sum_dt) {
  if (ctx.planning()) return;
  launch_scan_summary(ctx.device().queue(), plan_scan(in, 0, 1, 0), in, rows, direction, View(), h_zero, sum_dt);
}

void Ops::selective_scan_backward_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                                          const View& dy, const View& g_zero, const View& sum_dt) {
  if (ctx.planning()) return;
  launch_scan_summary(ctx.device().queue(), plan_scan(in, 0, 1, 0), in, rows, direction, dy, g_zero, sum_dt);
}

}  // namespace undula::UNDULA_GPU
