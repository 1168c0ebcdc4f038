#include "genomics/baseline/probability_code.h"

#include <algorithm>
#include <cmath>

namespace undula {
namespace {

constexpr double kStepsPerBit = 16;

std::array<float, 256> make_probabilities() {
  std::array<float, 256> table;
  for (size_t i = 0; i < table.size(); ++i)
    table[i] = static_cast<float>(std::exp2(-static_cast<double>(i) / kStepsPerBit));
  return table;
}

}  // namespace

uint8_t probability_code(float probability) {
  return static_cast<uint8_t>(std::clamp(std::round(-std::log2(probability) * kStepsPerBit), 0.0, 255.0));
}

const std::array<float, 256>& coded_probabilities() {
  static const std::array<float, 256> table = make_probabilities();
  return table;
}

}  // namespace undula
