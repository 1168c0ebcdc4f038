#include "genomics/tokenize/nucleotide_tokenizer.h"

#include "tests/support/catch.h"

using namespace undula;

TEST_CASE("text becomes tokens, and ambiguous ones are counted") {
  std::vector<uint8_t> tokens(9);
  CHECK(tokenize("ACGTacguN", tokens) == 1);
  CHECK(tokens == std::vector<uint8_t>{0, 1, 2, 3, 0, 1, 2, 3, 4});
  CHECK(detokenize(tokens) == "ACGTACGTN");
  CHECK(count_valid(tokens) == 8);
  CHECK(tokenize("R-E") == std::vector<uint8_t>{4, 4, 4});
  CHECK(tokenize("").empty());
}
