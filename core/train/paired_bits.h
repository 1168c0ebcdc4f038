#pragma once
#include <cstdint>
#include <span>

namespace undula {

/// What a language model and its baseline need for the same stretch of data, in bits.
struct BitsBlock {
  int64_t count = 0;               ///< of what was predicted: bases, samples
  double model = 0, baseline = 0;  ///< summed
};

/// A figure with its 95 % interval.
struct BitsEstimate {
  double value = 0, low = 0, high = 0;
};

/// Bits for each predicted thing by model and baseline, and model - baseline.
struct PairedBits {
  BitsEstimate model, baseline, difference;
};

/// Percentile intervals from resampling blocks, model and baseline together (Efron 1979). Depends on the seed alone;
/// without resamples intervals are points.
PairedBits estimate_bits(std::span<const BitsBlock> blocks, int resamples, uint64_t seed);

}  // namespace undula
