#pragma once
#include "core/cuda/kernel.h"
#include "core/ops/selective_scan.h"

// Launches of the scan's kernels (selective_scan_*_cuda.cuh) under a given plan. Views are of the queue's device;
// activations fp32 or bfloat16, parameters, states and their gradients fp32. Each plans its scratch and returns while
// planning.
namespace undula::UNDULA_GPU {

/// How a scan is spread over a card. It depends on shapes only, so that sums keep their order.
struct ScanPlan {
  int lanes, states;      ///< lanes of a channel, states of a lane
  int64_t segments;       ///< of a row, which run side by side
  int64_t segment_steps;  ///< a multiple of kScanSteps
  int64_t span_steps;     ///< of one backward launch: bounds the memory of shares of dB and dC

  int64_t width() const { return lanes * states; }
  int64_t channels() const { return 128 / lanes; }
};

/// Throws where there are more states than the kernels take.
ScanPlan plan_scan(const ScanIn& in);
/// The same with other lanes or segments (0: as they come).
ScanPlan plan_scan(const ScanIn& in, int lanes, int64_t segments, int64_t span_steps);

void launch_scan_forward(Context& ctx, const Queue& queue, const ScanPlan& plan, const ScanIn& in, const Rows& rows,
                         Direction direction, const ScanOut& out);
void launch_scan_backward(Context& ctx, const Queue& queue, const ScanPlan& plan, const ScanIn& in, const Rows& rows,
                          Direction direction, const View& chunk_states, const ScanGrad& grad);
/// dy absent: selective_scan_summary, else selective_scan_backward_summary.
void launch_scan_summary(const Queue& queue, const ScanPlan& plan, const ScanIn& in, const Rows& rows,
                         Direction direction, const View& dy, const View& end, const View& sum_dt);

}  // namespace undula::UNDULA_GPU
