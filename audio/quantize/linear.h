#pragma once
#include <cstdint>

namespace undula {

/// Equal steps: code = round(x 2^(bits-1)) + 2^(bits-1), clipped to [0, 2^bits); bits is 8 or 16. 0 and NaN are the
/// middle code, and decoding it gives 0 again; a 16-bit sample comes back exactly.
uint16_t linear_encode(float x, int bits);
float linear_decode(uint16_t code, int bits);

}  // namespace undula
