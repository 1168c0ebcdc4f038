#include "audio/io/sample_rounding.h"

#include <algorithm>
#include <cmath>

namespace undula {

int32_t SampleRounding::operator()(float x) {
  const double scale = std::ldexp(1.0, bits_ - 1);
  const uint64_t i = samples_++;
  if (std::isnan(x)) {
    ++clipped_;
    return 0;
  }
  double value = x * scale;
  // Counted before the dither: noise on a full-scale sample is no fault of the sound.
  if (value > scale - 0.5 || value < -scale - 0.5) ++clipped_;
  if (dither_) value += dither_->uniform(2 * i) - dither_->uniform(2 * i + 1);
  return static_cast<int32_t>(std::clamp(std::nearbyint(value), -scale, scale - 1));
}

}  // namespace undula
