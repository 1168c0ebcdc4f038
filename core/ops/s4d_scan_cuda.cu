#include <string>

#include "core/base/error.h"
#include "core/cuda/ops.h"
#include "core/ops/s4d_scan_backward_cuda.cuh"
#include "core/ops/s4d_scan_forward_cuda.cuh"
#include "core/ops/selective_scan_launch_cuda.cuh"

namespace undula::UNDULA_GPU {
namespace {

/// Lanes by the number of states, rows in one piece.
ScanPlan plan_of(const S4dIn& in) {
  const int64_t N = 2 * in.log_A_real.shape[1];
  if (N > 128) {
    throw Error(ErrorKind::kFailure,
                "[s4d_scan] pairs of a channel on a GPU; got " + std::to_string(N / 2) + ", want at most 64");
  }
  require(in.u.shape[1] < int64_t{1} << 31, "s4d_scan", "rows on a GPU have fewer than 2^31 positions");
  return {N > 64 ? 32 : N > 16 ? 16 : 4, 4, 1, in.u.shape[1], 0};
}

S4dModes modes_of(const S4dIn& in) {
  return {floats_of(in.log_A_real),
          floats_of(in.A_imag),
          floats_of(in.C),
          floats_of(in.log_dt),
          floats_of(in.D),
          in.log_A_real.strides[0],
          in.A_imag.strides[0],
          in.C.strides[0],
          in.C.strides[1],
          in.u.shape[2],
          static_cast<int>(2 * in.log_A_real.shape[1])};
}

/// Of (B, spans, 2M, E).
StateBlock saved_states(const View& view) {
  if (!view.present()) return {};
  return {floats_of(view), view.strides[0], view.strides[1], 1, view.strides[2]};
}

Grid grid_of(const ScanPlan& plan, const S4dIn& in) {
  return {ceil_div(in.u.shape[2], plan.channels()), 1, in.u.shape[0]};
}

}  // namespace

void Ops::s4d_scan_forward(Context& ctx, const S4dIn& in, const Rows& rows, Direction direction, const S4dOut& out) {
  if (ctx.planning()) return;
  const ScanPlan plan = plan_of(in);
  with_type(in.u.dtype, [&](auto zero) {
    using T = decltype(zero);
    const S4dForwardParams<T> params{rows_of(rows, direction, in.u.shape[1], plan),
                                     modes_of(in),
                                     plane_of<const T>(in.u),
                                     plane_of<T>(out.y),
                                     state_of(in.h0),
                                     state_of(out.hL),
                                     saved_states(out.states),
                                     in_pieces(in.u)};
    with_layout<true>(plan, [&](auto layout) {
      using Layout = decltype(layout);
      constexpr size_t bytes = s4d_forward_shared<T, Layout>();
      UNDULA_LAUNCH(ctx.device().queue(), (s4d_forward<T, Layout>), grid_of(plan, in), kScanThreads, bytes, params);
    });
  });
}

void Ops::s4d_scan_backward(Context& ctx, const S4dIn& in, const Rows& rows, Direction direction, const View& states,
                            const S4dGrad& grad) {
  ScratchScope scope(ctx);
  const int64_t B = in.u.shape[0], E = in.u.shape[2], N = 2 * in.log_A_real.shape[1];
  const View da = ctx.scratch({B, 1, E, N}, DType::kF32), dc = ctx.scratch({B, 1, E, N}, DType::kF32);
  const View dD = ctx.scratch({B, E}, DType::kF32);
  if (ctx.planning()) return;
  const ScanPlan plan = plan_of(in);
  const Queue& queue = ctx.device().queue();
  with_type(in.u.dtype, [&](auto zero) {
    using T = decltype(zero);
    const S4dBackwardParams<T> params{rows_of(rows, direction, in.u.shape[1], plan),
                                      modes_of(in),
                                      plane_of<const T>(in.u),
                                      plane_of<const T>(grad.dy),
                                      plane_of<T>(grad.du),
                                      saved_states(states),
                                      state_of(grad.dhL),
                                      state_of(grad.dh0),
                                      segments_of(da),
                                      segments_of(dc),
                                      floats_of(dD)};
    with_layout<true>(plan, [&](auto layout) {
      using Layout = decltype(layout);
      constexpr size_t bytes = s4d_backward_shared<Layout>();
      UNDULA_LAUNCH(queue, (s4d_backward<T, Layout>), grid_of(plan, in), kScanThreads, bytes, params);
    });
  });
  constexpr int kThreads = 128;
  UNDULA_LAUNCH(
      queue, s4d_sum_modes, Grid{ceil_div(E, kThreads)}, kThreads, 0,
      S4dSumParams{modes_of(in), floats_of(da), floats_of(dc), floats_of(dD), B, floats_of(grad.dlog_A_real),
                   floats_of(grad.dA_imag), floats_of(grad.dC), floats_of(grad.dlog_dt), floats_of(grad.dD),
                   grad.dlog_A_real.strides[0], grad.dA_imag.strides[0], grad.dC.strides[0], grad.dC.strides[1]});
}

}  // namespace undula::UNDULA_GPU
