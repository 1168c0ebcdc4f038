#pragma once
#include <cuda_pipeline_primitives.h>
#include <cuda_runtime.h>

#include <string>

#include "core/base/error.h"
#include "core/cuda/kernel.h"

// core/cuda/kernel.h over CUDA.
#define UNDULA_KERNEL __global__
#define UNDULA_DEVICE __device__ __forceinline__
#define UNDULA_BOUNDS(threads, blocks) __launch_bounds__(threads, blocks)
#define UNDULA_UNROLL _Pragma("unroll")

namespace undula::gpu {
inline namespace on_card {

constexpr unsigned kFullWarp = ~0U;
extern __shared__ uint4 dynamic_shared[];

UNDULA_DEVICE int thread() {
  return static_cast<int>(threadIdx.x);
}
UNDULA_DEVICE int threads() {
  return static_cast<int>(blockDim.x);
}
UNDULA_DEVICE int lane() {
  return thread() % kWarp;
}
UNDULA_DEVICE int warp() {
  return thread() / kWarp;
}
UNDULA_DEVICE int64_t block_x() {
  return blockIdx.x;
}
UNDULA_DEVICE int64_t block_y() {
  return blockIdx.y;
}
UNDULA_DEVICE int64_t block_z() {
  return blockIdx.z;
}
UNDULA_DEVICE int64_t blocks_x() {
  return gridDim.x;
}
UNDULA_DEVICE int64_t blocks_y() {
  return gridDim.y;
}
UNDULA_DEVICE int64_t blocks_z() {
  return gridDim.z;
}

UNDULA_DEVICE void sync_block() {
  __syncthreads();
}
UNDULA_DEVICE void sync_warp() {
  __syncwarp(kFullWarp);
}
template <class T>
UNDULA_DEVICE T shuffle(T v, int from) {
  return __shfl_sync(kFullWarp, v, from);
}
template <class T>
UNDULA_DEVICE T shuffle_xor(T v, int mask) {
  return __shfl_xor_sync(kFullWarp, v, mask);
}
template <class T>
UNDULA_DEVICE T shuffle_up(T v, int n) {
  return __shfl_up_sync(kFullWarp, v, n);
}
template <class T>
UNDULA_DEVICE T shuffle_down(T v, int n) {
  return __shfl_down_sync(kFullWarp, v, n);
}
UNDULA_DEVICE uint32_t ballot(bool p) {
  return __ballot_sync(kFullWarp, p);
}

template <class T>
UNDULA_DEVICE T* shared() {
  return reinterpret_cast<T*>(dynamic_shared);
}

template <class P>
UNDULA_DEVICE P load_aligned(const void* from) {
  return *static_cast<const P*>(from);
}
template <class P>
UNDULA_DEVICE void store_aligned(void* to, const P& pack) {
  *static_cast<P*>(to) = pack;
}

template <int bytes>
UNDULA_DEVICE void copy_async(void* to, const void* from) {
  __pipeline_memcpy_async(to, from, bytes);
}
template <int bytes>
UNDULA_DEVICE void copy_async(void* to, const void* from, bool read) {
  __pipeline_memcpy_async(to, from, bytes, read ? 0 : bytes);
}
UNDULA_DEVICE void commit_copies() {
  __pipeline_commit();
}
template <int n>
UNDULA_DEVICE void wait_copies() {
  __pipeline_wait_prior(n);
}

UNDULA_DEVICE float exp2_fast(float x) {
  float y;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
}
UNDULA_DEVICE float log2_fast(float x) {
  return __log2f(x);
}
UNDULA_DEVICE float divide_fast(float a, float b) {
  return __fdividef(a, b);
}

UNDULA_DEVICE float exp(float x) {
  return ::expf(x);
}
UNDULA_DEVICE double exp(double x) {
  return ::exp(x);
}
UNDULA_DEVICE float log(float x) {
  return ::logf(x);
}
UNDULA_DEVICE double log(double x) {
  return ::log(x);
}
UNDULA_DEVICE float log1p(float x) {
  return ::log1pf(x);
}
UNDULA_DEVICE double log1p(double x) {
  return ::log1p(x);
}
UNDULA_DEVICE float expm1(float x) {
  return ::expm1f(x);
}
UNDULA_DEVICE double expm1(double x) {
  return ::expm1(x);
}
UNDULA_DEVICE float sqrt(float x) {
  return ::sqrtf(x);
}
UNDULA_DEVICE double sqrt(double x) {
  return ::sqrt(x);
}
UNDULA_DEVICE float rsqrt(float x) {
  return ::rsqrtf(x);
}
UNDULA_DEVICE double rsqrt(double x) {
  return ::rsqrt(x);
}
UNDULA_DEVICE float tanh(float x) {
  return ::tanhf(x);
}
UNDULA_DEVICE double tanh(double x) {
  return ::tanh(x);
}
UNDULA_DEVICE float erf(float x) {
  return ::erff(x);
}
UNDULA_DEVICE double erf(double x) {
  return ::erf(x);
}
UNDULA_DEVICE float sin(float x) {
  return ::sinf(x);
}
UNDULA_DEVICE double sin(double x) {
  return ::sin(x);
}
UNDULA_DEVICE float cos(float x) {
  return ::cosf(x);
}
UNDULA_DEVICE double cos(double x) {
  return ::cos(x);
}
UNDULA_DEVICE float pow(float x, float y) {
  return ::powf(x, y);
}
UNDULA_DEVICE double pow(double x, double y) {
  return ::pow(x, y);
}
UNDULA_DEVICE float fma(float a, float b, float c) {
  return ::fmaf(a, b, c);
}
UNDULA_DEVICE double fma(double a, double b, double c) {
  return ::fma(a, b, c);
}
UNDULA_DEVICE float abs(float x) {
  return ::fabsf(x);
}
UNDULA_DEVICE double abs(double x) {
  return ::fabs(x);
}
UNDULA_DEVICE float floor(float x) {
  return ::floorf(x);
}
UNDULA_DEVICE double floor(double x) {
  return ::floor(x);
}

UNDULA_DEVICE uint32_t float_bits(float x) {
  return __float_as_uint(x);
}
UNDULA_DEVICE float bits_float(uint32_t x) {
  return __uint_as_float(x);
}
/// The bfloat16 nearest to x, ties to even.
UNDULA_DEVICE uint16_t bf16_bits(float x) {
  uint16_t y;
  asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(y) : "f"(x));
  return y;
}

template <class P>
void launch(const Queue& queue, const char* text, void (*kernel)(P), const Grid& grid, int threads, size_t shared_bytes,
            const P& params) {
  if (grid.x == 0 || grid.y == 0 || grid.z == 0) return;
  constexpr size_t kAlwaysThere = 48 << 10;
  cudaError_t status = cudaSuccess;
  if (shared_bytes > kAlwaysThere) {
    status = cudaFuncSetAttribute(reinterpret_cast<const void*>(kernel), cudaFuncAttributeMaxDynamicSharedMemorySize,
                                  static_cast<int>(shared_bytes));
  }
  P copy = params;
  void* arguments[] = {&copy};
  if (status == cudaSuccess) {
    status = cudaLaunchKernel(
        reinterpret_cast<const void*>(kernel),
        dim3(static_cast<unsigned>(grid.x), static_cast<unsigned>(grid.y), static_cast<unsigned>(grid.z)),
        dim3(static_cast<unsigned>(threads)), arguments, shared_bytes, static_cast<cudaStream_t>(queue.stream));
  }
  if (status != cudaSuccess) {
    throw Error(ErrorKind::kFailure, std::string("[cuda] ") + cudaGetErrorString(status),
                std::string("launch of ") + text);
  }
}

}  // namespace on_card
}  // namespace undula::gpu
