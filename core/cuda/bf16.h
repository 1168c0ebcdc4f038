#pragma once
#include "core/cuda/kernel.h"

// Elements in device memory: float, or bfloat16 that is computed with as float.
namespace undula::gpu {
#ifdef __CUDACC__
inline namespace on_card {
#else
inline namespace on_host {
#endif

struct Bf16 {
  uint16_t bits;
};

UNDULA_DEVICE float load(const float* from) {
  return *from;
}
UNDULA_DEVICE float load(const Bf16* from) {
  return bits_float(static_cast<uint32_t>(from->bits) << 16);
}
UNDULA_DEVICE void store(float* to, float x) {
  *to = x;
}
UNDULA_DEVICE void store(Bf16* to, float x) {
  to->bits = bf16_bits(x);
}

/// K elements that are read and written as one: an address of them is a multiple of their size.
template <class T, int K>
struct alignas(sizeof(T) * K) Pack {
  T items[K];
};

/// x[0..K) = from[0..K). The address is aligned to K elements.
template <class T, int K>
UNDULA_DEVICE void load_items(const T* from, float (&x)[K]) {
  const auto pack = load_aligned<Pack<T, K>>(from);
  UNDULA_UNROLL
  for (int i = 0; i < K; ++i) x[i] = load(&pack.items[i]);
}
/// to[0..K) = x[0..K), likewise.
template <class T, int K>
UNDULA_DEVICE void store_items(T* to, const float (&x)[K]) {
  Pack<T, K> pack;
  UNDULA_UNROLL
  for (int i = 0; i < K; ++i) store(&pack.items[i], x[i]);
  store_aligned(to, pack);
}

}  // namespace on_card / on_host
}  // namespace undula::gpu
