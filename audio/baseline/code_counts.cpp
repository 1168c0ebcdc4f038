#include "audio/baseline/code_counts.h"

namespace undula {

void CodeCounts::add(std::span<const uint8_t> tokens, uint8_t silence) {
  for_each_code(tokens, silence, [&](size_t, uint8_t a, uint8_t b, uint8_t c) {
    ++counts_[(static_cast<size_t>(a) << 16) | (static_cast<size_t>(b) << 8) | c];
  });
}

}  // namespace undula
