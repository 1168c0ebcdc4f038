#pragma once
#include <cstdint>

namespace undula {

/// The largest of n > 0 logits.
float largest_logit(const float* logits, int64_t n);
/// chances[i] = exp((logits[i] - top) / temperature) for i < n; `top` is the largest, `temperature` above 0.
void token_chances(const float* logits, int64_t n, float top, float temperature, float* chances);

}  // namespace undula
