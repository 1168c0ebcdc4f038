#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace undula {

/// Tokens below 256, and those that stand before the first of a sound.
inline constexpr int64_t kCodes = 256;

/// How often each token follows each pair of tokens. Before the first token of a sound stand two of silence.
class CodeCounts {
 public:
  /// Takes 64 MiB.
  CodeCounts() : counts_(kCodes * kCodes * kCodes) {}

  /// Counts every token of a sound; `silence` stands before the first. At most 2^32 - 1 tokens in all.
  void add(std::span<const uint8_t> tokens, uint8_t silence);

  /// (256, 256, 256) counts: the two tokens before, the earlier first, and the token.
  std::span<const uint32_t> counts() const { return counts_; }

 private:
  std::vector<uint32_t> counts_;
};

/// Calls `visit(position, a, b, c)` for every token c behind a and b.
template <class Visit>
void for_each_code(std::span<const uint8_t> tokens, uint8_t silence, Visit visit) {
  uint8_t a = silence, b = silence;
  for (size_t i = 0; i < tokens.size(); ++i) {
    visit(i, a, b, tokens[i]);
    a = b;
    b = tokens[i];
  }
}

}  // namespace undula
