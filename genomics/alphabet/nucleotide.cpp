#include "genomics/alphabet/nucleotide.h"

#include <algorithm>

namespace undula {
namespace {

template <class T, class Complement>
void reverse_complement_with(std::span<T> sequence, Complement complement_of) {
  std::reverse(sequence.begin(), sequence.end());
  for (T& symbol : sequence) symbol = complement_of(symbol);
}

}  // namespace

size_t find_non_nucleotide(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (kTokenOf[static_cast<unsigned char>(text[i])] == kNotNucleotide) return i;
  }
  return std::string_view::npos;
}

void reverse_complement(std::span<char> text) {
  reverse_complement_with(text, [](char c) { return kComplementOf[static_cast<unsigned char>(c)]; });
}

void reverse_complement(std::span<uint8_t> tokens) {
  reverse_complement_with(tokens, complement);
}

}  // namespace undula
