#pragma once
#include <cmath>
#include <cstdint>

namespace undula {

/// Keyed, counter-based random numbers: the value at (key, i) does not depend on what was drawn before, so a mask or a
/// shuffle is the same whatever the batch, chunk or thread. A key is built by folding in what it belongs to:
/// `RandomKey(seed).fold(step).fold(record).fold(layer)`, then indexed by absolute position.
class RandomKey {
 public:
  constexpr explicit RandomKey(uint64_t seed) : key_(mix(seed + kGolden)) {}

  constexpr RandomKey fold(uint64_t part) const {
    RandomKey folded = *this;
    folded.key_ = mix(key_ ^ mix(part + kGolden));
    return folded;
  }

  constexpr uint64_t bits(uint64_t i) const { return mix(mix(key_ + i * kGolden) ^ key_); }
  /// Uniform in [0, 1).
  double uniform(uint64_t i) const { return static_cast<double>(bits(i) >> 11) * 0x1p-53; }
  /// Uniform integer in [0, n).
  int64_t below(uint64_t i, int64_t n) const {
    return static_cast<int64_t>((static_cast<__uint128_t>(bits(i)) * static_cast<uint64_t>(n)) >> 64);
  }
  /// Standard normal (Box-Muller on the two uniforms 2i and 2i + 1).
  double normal(uint64_t i) const {
    const double u = 1.0 - uniform(2 * i), v = uniform(2 * i + 1);
    return std::sqrt(-2.0 * std::log(u)) * std::cos(6.283185307179586 * v);
  }

 private:
  static constexpr uint64_t kGolden = 0x9e3779b97f4a7c15;

  // The 64-bit finaliser of SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators").
  static constexpr uint64_t mix(uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
  }

  uint64_t key_;
};

}  // namespace undula
