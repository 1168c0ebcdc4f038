#include "audio/quantize/linear.h"

#include <algorithm>
#include <cmath>

namespace undula {

uint16_t linear_encode(float x, int bits) {
  const double half = std::ldexp(1.0, bits - 1);
  const double inside = std::isnan(x) ? 0.0 : std::nearbyint(x * half);
  return static_cast<uint16_t>(std::clamp(inside, -half, half - 1) + half);
}

float linear_decode(uint16_t code, int bits) {
  const double half = std::ldexp(1.0, bits - 1);
  return static_cast<float>((code - half) / half);
}

}  // namespace undula
