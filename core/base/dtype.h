#pragma once
#include <cstddef>
#include <cstdint>

namespace undula {

/// Where memory lives.
enum class Device : uint8_t {
  kCpu,
  kCuda,  ///< an NVIDIA GPU
  kSimt,  ///< the GPU's code on the host, for tests (core/cuda/host/)
};

/// Element types. kF32 is what models run in on the CPU; kF64 runs the reference ops; kI32 and kU8 hold tokens and
/// marks.
enum class DType : uint8_t { kF32, kF64, kBF16, kI32, kU8 };

constexpr size_t size_of(DType dtype) {
  switch (dtype) {
    case DType::kF64:
      return 8;
    case DType::kBF16:
      return 2;
    case DType::kU8:
      return 1;
    default:
      return 4;
  }
}

constexpr const char* name_of(DType dtype) {
  switch (dtype) {
    case DType::kF32:
      return "f32";
    case DType::kF64:
      return "f64";
    case DType::kBF16:
      return "bf16";
    case DType::kI32:
      return "i32";
    default:
      return "u8";
  }
}

/// The type of what is carried or summed beside numbers of `dtype`: states, statistics, gradients of parameters.
constexpr DType state_type(DType dtype) {
  return dtype == DType::kBF16 ? DType::kF32 : dtype;
}

template <class T>
struct DTypeOf;
template <>
struct DTypeOf<float> {
  static constexpr DType value = DType::kF32;
};
template <>
struct DTypeOf<double> {
  static constexpr DType value = DType::kF64;
};
template <>
struct DTypeOf<int32_t> {
  static constexpr DType value = DType::kI32;
};
template <>
struct DTypeOf<uint8_t> {
  static constexpr DType value = DType::kU8;
};

/// Calls `f` with a value of the element type: `dispatch_float(x.dtype, [&](auto zero) { using T = decltype(zero); ...
/// })`.
template <class F>
decltype(auto) dispatch_float(DType dtype, F&& f) {
  return dtype == DType::kF64 ? f(double{}) : f(float{});
}

}  // namespace undula
