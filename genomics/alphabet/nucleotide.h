#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace undula {

// Nucleotides as text (IUPAC letters) and as tokens (what a model reads).
//
// Text: A C G T/U, the ambiguity codes R Y S W K M B D H V N (Cornish-Bowden 1985), X (a masked base in the output of
// older tools, meant as N), and the gap marks '-', '.' and '*'. As in samtools, a gap mark keeps its place in the
// sequence, so that coordinates stay true: it is one ambiguous position. Lower case (a soft mask) is the same base.

inline constexpr uint8_t kAmbiguousToken = 4;  ///< any code that is not one base
inline constexpr uint8_t kPadToken = 5;        ///< fills a batch behind the end of a sequence; never in a sequence
inline constexpr int kVocabularySize = 6;
inline constexpr uint8_t kNotNucleotide =
    0xff;  ///< in kTokenOf: a byte that is no code at all; the only one above 0x7f

namespace nucleotide_detail {

inline constexpr std::string_view kCodes = "ACGTURYSWKMBDHVNX-.*";
inline constexpr std::string_view kComplements = "TGCAAYRSWMKVHDBNX-.*";

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr size_t index(char c) {
  return static_cast<unsigned char>(c);
}

constexpr std::array<uint8_t, 256> make_tokens() {
  std::array<uint8_t, 256> table = {};
  for (uint8_t& entry : table) entry = kNotNucleotide;
  for (size_t i = 0; i < kCodes.size(); ++i) {
    const size_t base = std::string_view("ACGT").find(kCodes[i] == 'U' ? 'T' : kCodes[i]);
    const uint8_t token = base < 4 ? static_cast<uint8_t>(base) : kAmbiguousToken;
    table[index(kCodes[i])] = table[index(lower(kCodes[i]))] = token;
  }
  return table;
}

constexpr std::array<char, 256> make_complements() {
  std::array<char, 256> table = {};
  for (size_t i = 0; i < table.size(); ++i) table[i] = static_cast<char>(i);
  for (size_t i = 0; i < kCodes.size(); ++i) {
    table[index(kCodes[i])] = kComplements[i];
    table[index(lower(kCodes[i]))] = lower(kComplements[i]);
  }
  return table;
}

}  // namespace nucleotide_detail

/// Byte of text -> token: A 0, C 1, G 2, T and U 3, other codes kAmbiguousToken, other bytes kNotNucleotide.
inline constexpr std::array<uint8_t, 256> kTokenOf = nucleotide_detail::make_tokens();
/// Byte of text -> its complement, case kept; U pairs with A, A with T; bytes that are no code stay as they are.
inline constexpr std::array<char, 256> kComplementOf = nucleotide_detail::make_complements();
/// Token -> text. Padding shows as '#'.
inline constexpr std::string_view kTextOf = "ACGTN#";

/// A <-> T, C <-> G; ambiguous and padding stay.
constexpr uint8_t complement(uint8_t token) {
  return token < 4 ? static_cast<uint8_t>(3 - token) : token;
}

/// Where the first byte that is no nucleotide code stands; npos if there is none.
size_t find_non_nucleotide(std::string_view text);

/// Reverse complement in place: text of all IUPAC codes, case kept (RNA comes back as DNA) ...
void reverse_complement(std::span<char> text);
/// ... and tokens.
void reverse_complement(std::span<uint8_t> tokens);

}  // namespace undula
