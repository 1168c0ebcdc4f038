#include "genomics/alphabet/canonical.h"

#include <set>

#include "genomics/alphabet/nucleotide.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/support/catch.h"

using namespace undula;

TEST_CASE("a sequence and its reverse complement, and no other, have one canonical hash") {
  std::set<uint64_t> hashes;
  std::string text;
  for (int i = 0; i < 200; ++i) {
    text += "ACGTTGCANCA"[static_cast<size_t>(i * i % 11)];
    std::vector<uint8_t> tokens = tokenize(text);
    const uint64_t hash = canonical_hash(tokens);
    reverse_complement(std::span<uint8_t>(tokens));
    CHECK(canonical_hash(tokens) == hash);
    CHECK(hashes.insert(hash).second);
  }
  CHECK(canonical_hash(tokenize("ACGT")) == canonical_hash(tokenize("acgu")));
  CHECK(canonical_hash(tokenize("AACC")) != canonical_hash(tokenize("CCAA")));
}
