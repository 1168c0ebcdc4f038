#include "core/ops/selective_scan_forward_cuda.cuh"
#include "core/ops/selective_scan_launch_cuda.cuh"

namespace undula::UNDULA_GPU {
namespace {

template <class T, template <int> class States>
void launch(const Queue& queue, const ScanPlan& plan, const ScanIn& in, const ScanForwardParams<T>& params) {
  with_layout<States<4>::kComplex>(plan, [&](auto layout) {
    using Layout = decltype(layout);
    constexpr size_t bytes = scan_forward_shared<T, Layout>();
    UNDULA_LAUNCH(queue, (scan_forward<T, Layout, States>), grid_of(plan, in), kScanThreads, bytes, params);
  });
}

}  // namespace

void launch_scan_forward(Context& ctx, const Queue& queue, const ScanPlan& plan, const ScanIn& in, const Rows& rows,
                         Direction direction, const ScanOut& out) {
  ScratchScope scope(ctx);
  const int64_t B = in.u.shape[0], L = in.u.shape[1], E = in.u.shape[2], N = in.states();
  View starts, sums;
  if (plan.segments > 1) {
    starts = ctx.scratch({B, plan.segments, E, N}, DType::kF32);
    sums = ctx.scratch({B, plan.segments, E}, DType::kF32);
  }
  if (ctx.planning()) return;
  if (plan.segments > 1) seed_segments(queue, plan, in, rows, direction, View(), in.h0, starts, sums);
  with_type(in.u.dtype, [&](auto zero) {
    using T = decltype(zero);
    const ScanForwardParams<T> params{rows_of(rows, direction, L, plan),
                                      rates_of(in),
                                      plane_of<const T>(in.u),
                                      plane_of<const T>(in.dt),
                                      plane_of<const T>(in.z),
                                      plane_of<const T>(in.B),
                                      plane_of<const T>(in.C),
                                      plane_of<T>(out.y),
                                      plan.segments > 1 ? segments_of(starts) : state_of(in.h0),
                                      state_of(out.hL),
                                      floats_of(out.chunk_states),
                                      ceil_div(L, kScanSteps),
                                      plan.segments,
                                      in_pieces(in.u) && in_pieces(in.dt) && in_pieces(in.z),
                                      in_pieces(in.B) && in_pieces(in.C),
                                      in_pieces(out.y)};
    if (in.A_imag.present()) {
      launch<T, ComplexStates>(queue, plan, in, params);
    } else {
      launch<T, RealStates>(queue, plan, in, params);
    }
  });
}

}  // namespace undula::UNDULA_GPU
