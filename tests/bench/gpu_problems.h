#pragma once
#include <functional>
#include <string>
#include <vector>

#include "core/base/buffer.h"
#include "core/cuda/backend.h"
#include "core/memory/context.h"
#include "tests/bench/bench.h"

namespace undula::bench {

/// Random tensors in a device's memory.
class DeviceTensors {
 public:
  explicit DeviceTensors(Context& ctx) : ctx_(ctx) {}
  /// Uniform in [low, high), the same million numbers over and over.
  View make(const Shape& shape, DType dtype, double low = -1, double high = 1);

 private:
  Context& ctx_;
  std::vector<Buffer> memory_;
};

/// One kernel at one shape: what it does, and the least that it must move and compute.
struct GpuProblem {
  std::string name;
  double bytes;     ///< read or written once each
  double exps = 0;  ///< exponentials, and what costs as much: logarithms, divisions
  std::function<void()> run;
};

/// The extents of a layer: batch, length, channels (twice the width of the model), states.
struct GpuShape {
  int64_t B = 8, L = 8192, E = 2048, N = 16;
};

/// The kernels of a Mamba layer and of the optimizer, with activations of `dtype`.
std::vector<GpuProblem> gpu_problems(Context& ctx, DeviceTensors& tensors, const GpuShape& shape, DType dtype);

/// A causal Mamba over a vocabulary of 16, and the batch that it trains on.
struct GpuModel {
  int64_t d_model = 1024, n_layer = 8, B = 8, L = 2048;
};

/// Seconds of a training step (forward, backward, clipping, AdamW) with activations of `dtype`.
Timing training_step(const std::shared_ptr<DeviceBackend>& device, const GpuModel& shape, DType dtype, double seconds);

}  // namespace undula::bench
