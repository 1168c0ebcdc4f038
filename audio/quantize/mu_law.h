#pragma once
#include <cstdint>
#include <span>

namespace undula {

/// Mu-law, mu = 255: F(x) = sign(x) log(1 + 255 |x|) / log(256) for x in [-1, 1], in 256 equal steps of F.
///
/// Two scales, whose likelihoods cannot be compared. Fixed: x as it is, so a sample's code depends on it alone and a
/// stream can be coded. Min-max: every example is first stretched to [-1, 1], as SaShiMi does (Goel et al. 2022, arXiv
/// 2202.09729; state-spaces/s4, dataloaders/audio.py), for its benchmarks.

/// Fixed scale: min(255, floor(128 (F(x) + 1))). x beyond [-1, 1] is clipped; 0 and NaN are code 128.
uint8_t mu_law_encode(float x);
/// The middle of the step: F^-1((code + 0.5) / 128 - 1).
float mu_law_decode(uint8_t code);

/// Min-max scale over all of `example`, to `codes` of the same length: y runs from -1 to 1;
/// code = floor((sign(y) F(|y + 1e-8|) + 1) / 2 * (256 - 0.01) + 0.005). A constant example is y = 0, code 128.
void mu_law_encode_min_max(std::span<const float> example, std::span<uint8_t> codes);
/// As SaShiMi decodes: F^-1(code / 128 - 1), the lower edge of the step.
float mu_law_decode_min_max(uint8_t code);

}  // namespace undula
