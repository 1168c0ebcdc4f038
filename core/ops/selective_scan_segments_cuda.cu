#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "core/ops/selective_scan_launch_cuda.cuh"
#include "core/ops/selective_scan_segments_cuda.cuh"

namespace undula::UNDULA_GPU {
namespace {

/// Blocks that keep a large card busy: four on each of 132 multiprocessors.
constexpr int64_t kWantedBlocks = 528;
/// Segments shorter than this cost more in summaries than they win.
constexpr int64_t kLeastSegment = 2048;
/// Floats of shares of dB and dC that one backward launch may leave.
constexpr int64_t kMostShares = int64_t{16} << 20;

void summarise(const Queue& queue, const ScanPlan& plan, const ScanIn& in, const Rows& rows, Direction direction,
               const View& dy, const StateBlock& end, const StateBlock& sum_dt) {
  with_type(in.u.dtype, [&](auto zero) {
    using T = decltype(zero);
    const ScanSummaryParams<T> params{rows_of(rows, direction, in.u.shape[1], plan),
                                      rates_of(in),
                                      plane_of<const T>(in.u),
                                      plane_of<const T>(in.dt),
                                      plane_of<const T>(in.z),
                                      plane_of<const T>(in.B),
                                      plane_of<const T>(in.C),
                                      plane_of<const T>(dy),
                                      end,
                                      sum_dt};
    with_layout<false>(plan, [&](auto layout) {
      using Layout = decltype(layout);
      constexpr size_t bytes = scan_summary_shared<Layout>();
      if (dy.present()) {
        UNDULA_LAUNCH(queue, (scan_summary<T, Layout, true>), grid_of(plan, in), kScanThreads, bytes, params);
      } else {
        UNDULA_LAUNCH(queue, (scan_summary<T, Layout, false>), grid_of(plan, in), kScanThreads, bytes, params);
      }
    });
  });
}

}  // namespace

ScanPlan plan_scan(const ScanIn& in) {
  return plan_scan(in, 0, 0, 0);
}

ScanPlan plan_scan(const ScanIn& in, int lanes, int64_t segments, int64_t span_steps) {
  const int64_t B = in.u.shape[0], L = in.u.shape[1], E = in.u.shape[2], N = in.states();
  if (N > 128) {
    throw Error(ErrorKind::kFailure,
                "[selective_scan] states of a channel on a GPU; got " + std::to_string(N) + ", want at most 128");
  }
  require(L < int64_t{1} << 31, "selective_scan", "rows on a GPU have fewer than 2^31 positions");
  ScanPlan plan{4, 4, 1, 0, 0};
  if (N > 64) {
    plan.lanes = 32;
  } else if (N > 16) {
    plan.lanes = 16;
  } else if (!in.A_imag.present()) {
    while (plan.lanes < 16 && B * ceil_div(E, plan.channels()) < kWantedBlocks) plan.lanes *= 2;
    if (lanes > 0) plan.lanes = lanes;
    plan.states = 16 / plan.lanes;
  }
  const int64_t blocks = std::max<int64_t>(1, B * ceil_div(E, plan.channels()));
  if (segments == 0) segments = 2 * blocks > kWantedBlocks ? 1 : std::min(kWantedBlocks / blocks, L / kLeastSegment);
  if (in.A_imag.present()) segments = 1;
  segments = std::max<int64_t>(1, segments);
  const auto whole = [](int64_t steps) { return std::max<int64_t>(1, ceil_div(steps, kScanSteps)) * kScanSteps; };
  plan.segment_steps = whole(ceil_div(L, segments));
  plan.segments = std::max<int64_t>(1, ceil_div(L, plan.segment_steps));
  const int64_t fitting = kMostShares / (blocks * plan.segments * 2 * plan.width()) / kScanSteps * kScanSteps;
  plan.span_steps = span_steps > 0 ? span_steps : std::clamp(fitting, int64_t{kScanSteps}, plan.segment_steps);
  return plan;
}

void seed_segments(const Queue& queue, const ScanPlan& plan, const ScanIn& in, const Rows& rows, Direction direction,
                   const View& dy, const View& first, const View& ends, const View& sums) {
  summarise(queue, plan, in, rows, direction, dy, segments_of(ends), sums_of(sums));
  constexpr int kThreads = 256;
  const int64_t states = in.u.shape[2] * in.states();
  UNDULA_LAUNCH(
      queue, scan_carry, Grid{ceil_div(states, kThreads), 1, in.u.shape[0]}, kThreads, 0,
      ScanCarryParams{rates_of(in), state_of(first), segments_of(ends), sums_of(sums), plan.segments, dy.present()});
}

void launch_scan_summary(const Queue& queue, const ScanPlan& plan, const ScanIn& in, const Rows& rows,
                         Direction direction, const View& dy, const View& end, const View& sum_dt) {
  summarise(queue, plan, in, rows, direction, dy, state_of(end), sums_of(sum_dt));
}

}  // namespace undula::UNDULA_GPU
