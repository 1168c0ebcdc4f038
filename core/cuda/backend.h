#pragma once
#include <memory>
#include <string>

#include "core/base/view.h"

namespace undula {

class Context;
class DeviceOps;
struct Queue;

/// Work that was recorded, to be done again as often as wanted: a CUDA graph.
class DeviceGraph {
 public:
  virtual ~DeviceGraph() = default;
};

/// A device that computes: its memory, its queue of work, matrix products, and the ops written for it. Everything is
/// asynchronous and in order; `download` and `synchronise` wait.
class DeviceBackend : public DeviceMemory {
 public:
  /// The card with its properties, for people: "NVIDIA H100 80GB HBM3, 79 GiB".
  virtual std::string name() const = 0;
  virtual void synchronise() = 0;
  virtual Queue& queue() = 0;
  virtual DeviceOps& ops() = 0;

  // Matrix products as in core/cpu/matmul.h; x, dy, y and dx are fp32 or bfloat16, all else fp32. Rows may be strided.
  // A bfloat16 copy of w is kept by (address, generation).

  /// y (M, N) = x (M, K) w (N, K)^T + bias (N), which may be absent.
  virtual void product(Context& ctx, const View& x, const View& w, const View& bias, const View& y,
                       uint64_t generation) = 0;
  /// dx (M, K) = dy (M, N) w (N, K).
  virtual void product_input_gradient(Context& ctx, const View& dy, const View& w, const View& dx,
                                      uint64_t generation) = 0;
  /// dw (N, K) += dy (M, N)^T x (M, K).
  virtual void product_weight_gradient(Context& ctx, const View& dy, const View& x, const View& dw) = 0;

  /// From here to end_capture work is recorded and not done. Nothing may be uploaded, downloaded or allocated. What
  /// kernels are given by value is frozen.
  virtual void begin_capture() = 0;
  virtual std::unique_ptr<DeviceGraph> end_capture() = 0;
  virtual void replay(const DeviceGraph& graph) = 0;
};

/// What `work` does on the device, recorded.
template <class F>
std::unique_ptr<DeviceGraph> capture(DeviceBackend& device, F&& work) {
  device.begin_capture();
  try {
    work();
  } catch (...) {
    try {
      device.end_capture();
    } catch (...) {  // what broke the work is what matters
    }
    throw;
  }
  return device.end_capture();
}

/// GPU number `index`. Throws kMissing where the build has no CUDA, or the machine no such GPU.
std::shared_ptr<DeviceBackend> make_cuda_backend(int index);

/// Throws where make_cuda_backend would because of the build or the machine.
void check_cuda_device(int index);

/// What `make_cuda_backend` would find: a line for each GPU, or one that says why there is none.
struct CudaDevices {
  int count = 0;
  std::string text;
};
CudaDevices cuda_devices();

/// The GPU's code on the host, for tests (core/cuda/host/); linked into tests only.
std::shared_ptr<DeviceBackend> make_simt_backend();

}  // namespace undula
