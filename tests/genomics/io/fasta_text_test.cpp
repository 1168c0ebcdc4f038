#include "genomics/io/fasta_text.h"

#include "tests/support/catch.h"

using namespace undula;

TEST_CASE("a FASTA record has lines of 60") {
  CHECK(fasta_text("a b", "") == ">a b\n");
  CHECK(fasta_text("a", std::string(60, 'A')) == ">a\n" + std::string(60, 'A') + "\n");
  CHECK(fasta_text("a", std::string(121, 'C')) ==
        ">a\n" + std::string(60, 'C') + "\n" + std::string(60, 'C') + "\nC\n");
}
