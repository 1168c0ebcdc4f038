#include "genomics/alphabet/canonical.h"

#include <algorithm>

#include "core/base/random.h"
#include "genomics/alphabet/nucleotide.h"

namespace undula {
namespace {

/// Whether the sequence, not its reverse complement, is the smaller of the two.
bool is_canonical(std::span<const uint8_t> tokens) {
  const size_t n = tokens.size();
  for (size_t i = 0; i < n; ++i) {
    const uint8_t other = complement(tokens[n - 1 - i]);
    if (tokens[i] != other) return tokens[i] < other;
  }
  return true;
}

/// Hashes words of up to 16 tokens, so that one mix serves many.
template <class TokenAt>
uint64_t hash_tokens(size_t n, TokenAt token_at) {
  RandomKey key(n);
  for (size_t begin = 0; begin < n; begin += 16) {
    uint64_t word = 0;
    for (size_t i = begin; i < std::min(begin + 16, n); ++i) word = word << 4 | token_at(i);
    key = key.fold(word);
  }
  return key.bits(0);
}

}  // namespace

uint64_t canonical_hash(std::span<const uint8_t> tokens) {
  const size_t n = tokens.size();
  if (is_canonical(tokens)) return hash_tokens(n, [&](size_t i) { return tokens[i]; });
  return hash_tokens(n, [&](size_t i) { return complement(tokens[n - 1 - i]); });
}

}  // namespace undula
