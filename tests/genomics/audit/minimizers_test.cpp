#include "genomics/audit/minimizers.h"

#include <algorithm>

#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/genomics/audit/planted.h"
#include "tests/support/catch.h"

using namespace undula;
using namespace undula::testing;

TEST_CASE("both strands have the same minimizers, and about one for three k-mers") {
  const std::string text = random_bases(3000, 7);
  const std::vector<uint64_t> found = minimizers(tokenize(text));
  CHECK(found == minimizers(tokenize(reversed(text))));
  CHECK(std::is_sorted(found.begin(), found.end()));
  CHECK(found.size() > 900);
  CHECK(found.size() < 1100);
}

TEST_CASE("a part of a sequence has no minimizers but those of the whole, its last k-mers apart") {
  const std::string text = random_bases(500, 8);
  const std::vector<uint64_t> whole = minimizers(tokenize(text));
  const std::vector<uint64_t> part = minimizers(tokenize(text.substr(123, 200)));
  CHECK(part.size() > 40);
  CHECK(std::includes(whole.begin(), whole.end(), part.begin(), part.end()));
}

TEST_CASE("short sequences and ambiguous bases") {
  const std::string text = random_bases(60, 9);
  CHECK(minimizers(tokenize(text.substr(0, 16))).empty());
  CHECK(minimizers(tokenize(text.substr(0, 17))).size() == 1);
  CHECK(minimizers(tokenize(text.substr(0, 16) + "N" + text.substr(16, 16))).empty());
  std::vector<uint64_t> halves = minimizers(tokenize(text.substr(0, 25)));
  for (const uint64_t hash : minimizers(tokenize(text.substr(26)))) halves.push_back(hash);
  std::sort(halves.begin(), halves.end());
  CHECK(minimizers(tokenize(text.substr(0, 25) + "N" + text.substr(26))) == halves);
}
