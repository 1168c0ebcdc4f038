#pragma once
#include "core/cuda/backend.h"
#include "core/cuda/device_ops.h"
#include "core/cuda/kernel.h"

namespace undula::UNDULA_GPU {

/// The ops as kernels (core/ops/*_cuda.cu), compiled for the card and for the host harness.
class Ops final : public DeviceOps {
 public:
  void clip_lengths(Context& ctx, const View& lengths, int64_t begin, int64_t end, const View& clipped) override;

  void convert(Context& ctx, const View& x, const View& y) override;

  void selective_scan_forward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                              const ScanOut& out) override;
  void selective_scan_backward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                               const View& chunk_states, const ScanGrad& grad) override;
  void selective_scan_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction, const View& h_zero,
                              const View& sum_dt) override;
  void selective_scan_backward_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                                       const View& dy, const View& g_zero, const View& sum_dt) override;
};

}  // namespace undula::UNDULA_GPU
