#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace undula {

/// One token per base (genomics/alphabet/nucleotide.h) into `tokens`, which has text.size() places. Bytes that are no
/// nucleotide code become ambiguous: readers refuse them before. Returns how many tokens are ambiguous.
int64_t tokenize(std::string_view text, std::span<uint8_t> tokens);

/// The same into a new array.
std::vector<uint8_t> tokenize(std::string_view text);

/// Tokens back to text: A C G T, N for ambiguous.
std::string detokenize(std::span<const uint8_t> tokens);

/// Of the token of each base, the token of its partner on the other strand: A with T, C with G. All further tokens are
/// the same on both strands. For ModelConfig::complement.
std::vector<int64_t> token_complement();

/// How many tokens stand for exactly one base.
int64_t count_valid(std::span<const uint8_t> tokens);

}  // namespace undula
