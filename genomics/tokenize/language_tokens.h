#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "genomics/alphabet/nucleotide.h"

namespace undula {

// What language models of DNA read beside nucleotides, and what they answer (docs/numerics.md, "Language models of
// DNA"). They predict the four bases alone: an ambiguous position is never a target.

inline constexpr uint8_t kBeginToken = 6;      ///< stands before the first base of a sequence
inline constexpr uint8_t kMaskToken = 7;       ///< stands where a base is to be predicted
inline constexpr int kLanguageVocabulary = 8;  ///< tokens that are read
inline constexpr int kPredictedTokens = 4;     ///< A C G T

/// What a causal model reads to predict `tokens`: each token one place later, `before` (kBeginToken, or the token
/// before this piece) first. The answer at position t is about token t.
inline std::vector<uint8_t> shifted(std::span<const uint8_t> tokens, uint8_t before = kBeginToken) {
  std::vector<uint8_t> read(tokens.size());
  for (size_t t = 0; t < read.size(); ++t) read[t] = t == 0 ? before : tokens[t - 1];
  return read;
}

}  // namespace undula
