#pragma once
#include <array>
#include <cstdint>

namespace undula {

/// A probability as a byte: its negative logarithm in sixteenths of a bit, so that none is below 2^-15.9.
uint8_t probability_code(float probability);

/// The probability that each byte stands for.
const std::array<float, 256>& coded_probabilities();

}  // namespace undula
