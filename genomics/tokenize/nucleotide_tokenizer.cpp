#include "genomics/tokenize/nucleotide_tokenizer.h"

#include <algorithm>

#include "core/base/error.h"
#include "genomics/alphabet/nucleotide.h"

namespace undula {

int64_t tokenize(std::string_view text, std::span<uint8_t> tokens) {
  require(tokens.size() == text.size(), "tokenize", "one token per base");
  for (size_t i = 0; i < text.size(); ++i) {
    tokens[i] = std::min(kTokenOf[static_cast<unsigned char>(text[i])], kAmbiguousToken);
  }
  return static_cast<int64_t>(tokens.size()) - count_valid(tokens);
}

std::vector<uint8_t> tokenize(std::string_view text) {
  std::vector<uint8_t> tokens(text.size());
  tokenize(text, tokens);
  return tokens;
}

std::string detokenize(std::span<const uint8_t> tokens) {
  std::string text(tokens.size(), '\0');
  std::transform(tokens.begin(), tokens.end(), text.begin(), [](uint8_t token) { return kTextOf[token]; });
  return text;
}

std::vector<int64_t> token_complement() {
  std::vector<int64_t> partners;
  for (uint8_t token = 0; token < kAmbiguousToken; ++token) partners.push_back(complement(token));
  return partners;
}

int64_t count_valid(std::span<const uint8_t> tokens) {
  return std::count_if(tokens.begin(), tokens.end(), [](uint8_t token) { return token < kAmbiguousToken; });
}

}  // namespace undula
