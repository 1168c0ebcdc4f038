#include "audio/quantize/mu_law.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace undula {
namespace {

constexpr double kMu = 255;

double compress(double x) {
  return std::copysign(std::log1p(kMu * std::fabs(x)) / std::log1p(kMu), x);
}

double expand(double y) {
  return std::copysign(std::expm1(std::fabs(y) * std::log1p(kMu)) / kMu, y);
}

}  // namespace

uint8_t mu_law_encode(float x) {
  const double inside = std::isnan(x) ? 0.0 : std::clamp<double>(x, -1, 1);
  return static_cast<uint8_t>(std::min(255.0, std::floor(128 * (compress(inside) + 1))));
}

float mu_law_decode(uint8_t code) {
  return static_cast<float>(expand((code + 0.5) / 128 - 1));
}

void mu_law_encode_min_max(std::span<const float> example, std::span<uint8_t> codes) {
  require(example.size() == codes.size(), "mu_law_encode_min_max", "codes differ in number from samples");
  if (example.empty()) return;
  const auto [low, high] = std::minmax_element(example.begin(), example.end());
  const double bottom = *low, range = static_cast<double>(*high) - bottom;
  for (size_t i = 0; i < example.size(); ++i) {
    const double y = range > 0 ? 2 * (example[i] - bottom) / range - 1 : 0.0;
    const double share = (std::copysign(compress(std::fabs(y + 1e-8)), y) + 1) / 2;
    codes[i] = static_cast<uint8_t>(std::floor(std::min(share, 1.0) * (256 - 0.01) + 0.005));
  }
}

float mu_law_decode_min_max(uint8_t code) {
  return static_cast<float>(expand(code / 128.0 - 1));
}

}  // namespace undula
