#include "genomics/alphabet/nucleotide.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"

using namespace undula;

TEST_CASE("every byte has one token") {
  const auto token = [](char c) { return kTokenOf[static_cast<unsigned char>(c)]; };
  CHECK(token('A') == 0);
  CHECK(token('c') == 1);
  CHECK(token('G') == 2);
  CHECK(token('T') == 3);
  CHECK(token('u') == 3);
  for (const char c : std::string("RYSWKMBDHVNXryswkmbdhvnx-.*")) CHECK(token(c) == kAmbiguousToken);
  for (const char c : std::string("EFIJLOPQZefijlopqz0 >@+\n")) CHECK(token(c) == kNotNucleotide);
  int codes = 0;
  for (const uint8_t t : kTokenOf) codes += t != kNotNucleotide;
  CHECK(codes == 2 * 17 + 3);
}

TEST_CASE("reverse complement of text: all codes, case kept, its own inverse but for U") {
  std::string text = "ACGTRYSWKMBDHVNacgtryswkmbdhvn-.*";
  reverse_complement(std::span<char>(text));
  CHECK(text == "*.-nbdhvkmwsryacgtNBDHVKMWSRYACGT");
  reverse_complement(std::span<char>(text));
  CHECK(text == "ACGTRYSWKMBDHVNacgtryswkmbdhvn-.*");
  std::string rna = "AUu";
  reverse_complement(std::span<char>(rna));
  CHECK(rna == "aAT");
}

TEST_CASE("reverse complement of tokens agrees with that of text") {
  std::string text = "ACGTNACCR";
  std::vector<uint8_t> tokens;
  for (const char c : text) tokens.push_back(kTokenOf[static_cast<unsigned char>(c)]);
  reverse_complement(std::span<uint8_t>(tokens));
  reverse_complement(std::span<char>(text));
  for (size_t i = 0; i < text.size(); ++i) CHECK(tokens[i] == kTokenOf[static_cast<unsigned char>(text[i])]);
  CHECK(complement(kPadToken) == kPadToken);
}

TEST_CASE("the first byte that is no code") {
  CHECK(find_non_nucleotide("ACGU-n") == std::string_view::npos);
  CHECK(find_non_nucleotide("ACE") == 2);
}
