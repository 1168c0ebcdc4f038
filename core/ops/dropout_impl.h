#pragma once
#include <cstdint>

#include "core/base/random.h"
#include "core/base/view.h"

namespace undula::ref {

/// The random 32 bits of channel c at one position, whose 64 bits are `position`: a multiply-xorshift hash
/// (constants of "lowbias32", C. Wellons, "Prospecting for hash functions", 2018). 32-bit lanes suit SIMD.
inline uint32_t dropout_bits(uint64_t position, uint32_t c) {
  uint32_t h = c * 0x9e3779b9u + static_cast<uint32_t>(position);
  h = (h ^ (h >> 16)) * 0x7feb352du;
  h ^= static_cast<uint32_t>(position >> 32);
  h = (h ^ (h >> 15)) * 0x846ca68bu;
  return h ^ (h >> 16);
}

/// One row of dropout: y (L, C) = x keep / (1 - rate) from absolute position `first_position` on. T is float or double.
template <class T>
void dropout_row(const View& x, const RandomKey& key, int64_t first_position, uint32_t drop_below, double scale,
                 const View& y);

}  // namespace undula::ref
