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
};

}  // namespace undula::UNDULA_GPU
