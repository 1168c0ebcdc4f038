#pragma once
#include <cstdint>

#include "core/ops/dropout.h"

// The implementations behind core/ops/dropout.h: the C channels of one position.
namespace undula {

/// The random 32 bits of channel c at a position with 64 random bits of its own: a multiply-xorshift hash (constants of
/// "lowbias32", C. Wellons, "Prospecting for hash functions", 2018), which 32-bit SIMD lanes can run.
constexpr uint32_t dropout_bits(uint64_t position_bits, uint32_t c) {
  uint32_t h = c * 0x9e3779b9U + static_cast<uint32_t>(position_bits);
  h = (h ^ (h >> 16)) * 0x7feb352dU;
  h ^= static_cast<uint32_t>(position_bits >> 32);
  h = (h ^ (h >> 15)) * 0x846ca68bU;
  return h ^ (h >> 16);
}

namespace ref {
/// y[c] = x[c] scale where dropout_bits(position_bits, c) >= drop_below, else 0. T is float or double.
template <class T>
void dropout_position(const T* x, uint64_t position_bits, uint32_t drop_below, T scale, T* y, int64_t C);
}  // namespace ref

namespace cpu {
void dropout_position(const float* x, uint64_t position_bits, uint32_t drop_below, float scale, float* y, int64_t C);
}  // namespace cpu

}  // namespace undula
