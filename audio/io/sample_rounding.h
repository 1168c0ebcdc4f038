#pragma once
#include <cstdint>
#include <optional>

#include "core/base/random.h"

namespace undula {

/// Floating-point samples to integers of `bits` bits: round(x 2^(bits-1)) within the range, counting what was cut off.
/// With a key, triangular noise of two steps (TPDF dither: the sum of two uniforms) is added before rounding, the same
/// for the same key and sample number.
class SampleRounding {
 public:
  SampleRounding(int bits, const std::optional<RandomKey>& dither) : bits_(bits), dither_(dither) {}

  /// The next sample. One that is no number becomes 0 and counts as clipped.
  int32_t operator()(float x);

  int64_t clipped() const { return clipped_; }

 private:
  int bits_;
  std::optional<RandomKey> dither_;
  uint64_t samples_ = 0;
  int64_t clipped_ = 0;
};

}  // namespace undula
