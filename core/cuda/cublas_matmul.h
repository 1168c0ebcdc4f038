#pragma once
#include <cublasLt.h>
#include <cuda_runtime.h>

#include <compare>
#include <map>
#include <optional>

#include "core/cuda/backend.h"
#include "core/cuda/gemm_layout.h"

namespace undula::cuda {

/// Memory of a device that lives no longer than the device.
class DeviceBlock {
 public:
  DeviceBlock(DeviceMemory& memory, size_t bytes) : memory_(memory), data_(memory.allocate(bytes)), bytes_(bytes) {}
  ~DeviceBlock() { memory_.release(data_, bytes_); }
  DeviceBlock(const DeviceBlock&) = delete;
  DeviceBlock& operator=(const DeviceBlock&) = delete;
  std::byte* data() const { return data_; }

 private:
  DeviceMemory& memory_;
  std::byte* data_;
  size_t bytes_;
};

/// The matrix products of a card, by cuBLASLt. Numbers are multiplied as they come, fp32 or bfloat16, and summed in
/// fp32 without atomics. For numbers in bfloat16, weights and biases are narrowed once per generation.
class CublasMatmul {
 public:
  CublasMatmul(DeviceMemory& memory, cudaStream_t stream);
  ~CublasMatmul();
  CublasMatmul(const CublasMatmul&) = delete;
  CublasMatmul& operator=(const CublasMatmul&) = delete;

  void product(Context& ctx, const View& x, const View& w, const View& bias, const View& y, uint64_t generation);
  void product_input_gradient(Context& ctx, const View& dy, const View& w, const View& dx, uint64_t generation);
  void product_weight_gradient(Context& ctx, const View& dy, const View& x, const View& dw);

 private:
  /// What an algorithm is chosen for.
  struct Shape {
    GemmLayout layout;
    cudaDataType_t numbers, result;
    bool adds, has_bias;
    uint32_t align_a, align_b, align_d;
    auto operator<=>(const Shape&) const = default;
  };
  struct Plan;
  struct Narrow {
    uint64_t generation = 0;
    std::optional<DeviceBlock> memory;
  };

  /// `parameter` in the type that numbers of `dtype` are multiplied in; without a generation it lies in scratch.
  View narrowed(Context& ctx, const View& parameter, DType dtype, uint64_t generation);
  const Plan& plan(const Shape& shape);
  /// D = op(A) op(B) + bias, or D += op(A) op(B).
  void run(const GemmLayout& layout, const View& a, const View& b, const View& bias, const View& d, bool adds);

  DeviceMemory& memory_;
  cudaStream_t stream_;
  cublasLtHandle_t handle_ = nullptr;
  DeviceBlock workspace_;
  std::map<Shape, Plan> plans_;
  std::map<const std::byte*, Narrow> narrow_;
};

}  // namespace undula::cuda
