#include "core/ops/selective_scan_backward_cuda.cuh"
#include "core/ops/selective_scan_launch_cuda.cuh"
#include "core/ops/selective_scan_sums_cuda.cuh"

namespace undula::UNDULA_GPU {
namespace {

constexpr int kSumThreads = 256;

template <class T, template <int> class States>
void launch(const Queue& queue, const ScanPlan& plan, const ScanIn& in, const ScanBackwardParams<T>& params) {
  with_layout<States<4>::kComplex>(plan, [&](auto layout) {
    using Layout = decltype(layout);
    constexpr size_t bytes = scan_backward_shared<Layout>();
    UNDULA_LAUNCH(queue, (scan_backward<T, Layout, States>), grid_of(plan, in), kScanThreads, bytes, params);
  });
}

/// Shares of the gradients, and gradients on their way from span to span.
struct Shares {
  Shares(Context& ctx, const ScanPlan& plan, int64_t B, int64_t E, int64_t N)
      : dA(ctx.scratch({B, plan.segments, E, N}, DType::kF32)),
        dD(ctx.scratch({B, plan.segments, E}, DType::kF32)),
        ddt_bias(ctx.scratch({B, plan.segments, E}, DType::kF32)),
        g(ctx.scratch({B, plan.segments, E, N}, DType::kF32)),
        dBC(ctx.scratch({ceil_div(E, plan.channels()), B, plan.segments, plan.span_steps * 2 * plan.width()},
                        DType::kF32)) {}
  View dA, dD, ddt_bias, g, dBC;
};

template <class T>
void run(const Queue& queue, const ScanPlan& plan, const ScanIn& in, const Rows& rows, Direction direction,
         const View& chunk_states, const ScanGrad& grad, const Shares& shares) {
  const int64_t B = in.u.shape[0], L = in.u.shape[1], E = in.u.shape[2], N = in.states();
  ScanBackwardParams<T> params{rows_of(rows, direction, L, plan),
                               rates_of(in),
                               plane_of<const T>(in.u),
                               plane_of<const T>(in.dt),
                               plane_of<const T>(in.z),
                               plane_of<const T>(in.B),
                               plane_of<const T>(in.C),
                               plane_of<const T>(grad.dy),
                               plane_of<T>(grad.du),
                               plane_of<T>(grad.ddt),
                               plane_of<T>(grad.dz),
                               floats_of(chunk_states),
                               ceil_div(L, kScanSteps),
                               plan.segments,
                               0,
                               plan.span_steps,
                               plan.segments > 1 ? segments_of(shares.g) : state_of(grad.dhL),
                               segments_of(shares.g),
                               {},
                               segments_of(shares.dA),
                               floats_of(shares.dD),
                               floats_of(shares.ddt_bias),
                               true,
                               in_pieces(in.u) && in_pieces(in.dt) && in_pieces(in.z) && in_pieces(grad.dy) &&
                                   in_pieces(grad.du) && in_pieces(grad.ddt) && in_pieces(grad.dz),
                               in_pieces(in.B) && in_pieces(in.C),
                               floats_of(shares.dBC)};
  ScanSumParams<T> sum{params.rows,
                       params.dBC,
                       ceil_div(E, plan.channels()),
                       plan.segments,
                       0,
                       plan.span_steps,
                       static_cast<int>(plan.width()),
                       static_cast<int>(N),
                       plane_of<T>(grad.dB),
                       plane_of<T>(grad.dC)};
  for (int64_t span = ceil_div(plan.segment_steps, plan.span_steps) - 1; span >= 0; --span) {
    params.span_begin = sum.span_begin = span * plan.span_steps;
    if (span == 0) params.dh0 = state_of(grad.dh0);
    if (in.A_imag.present()) {
      launch<T, ComplexStates>(queue, plan, in, params);
    } else {
      launch<T, RealStates>(queue, plan, in, params);
    }
    UNDULA_LAUNCH(queue, scan_sum_dBC<T>, Grid{ceil_div(plan.span_steps * N, kSumThreads), plan.segments, B},
                  kSumThreads, 0, sum);
    params.first = false;
    params.g_in = params.g_out;
  }
}

}  // namespace

void launch_scan_backward(Context& ctx, const Queue& queue, const ScanPlan& plan, const ScanIn& in, const Rows& rows,
                          Direction direction, const View& chunk_states, const ScanGrad& grad) {
  ScratchScope scope(ctx);
  const int64_t B = in.u.shape[0], E = in.u.shape[2], N = in.states();
  const Shares shares(ctx, plan, B, E, N);
  const View sums = ctx.scratch({B, plan.segments, E}, DType::kF32);
  if (ctx.planning() || B == 0) return;
  if (plan.segments > 1) seed_segments(queue, plan, in, rows, direction, grad.dy, grad.dhL, shares.g, sums);
  with_type(in.u.dtype,
            [&](auto zero) { run<decltype(zero)>(queue, plan, in, rows, direction, chunk_states, grad, shares); });
  UNDULA_LAUNCH(queue, scan_sum_parameters, Grid{ceil_div(E * N, kSumThreads)}, kSumThreads, 0,
                ScanParameterParams{rates_of(in), floats_of(shares.dA), floats_of(shares.dD),
                                    floats_of(shares.ddt_bias), B * plan.segments, floats_of(grad.dA_log),
                                    floats_of(grad.dA_imag), floats_of(grad.dD), floats_of(grad.ddt_bias),
                                    grad.dA_log.strides[0], grad.dA_imag.present() ? grad.dA_imag.strides[0] : 0});
}

}  // namespace undula::UNDULA_GPU
