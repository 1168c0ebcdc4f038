#include "genomics/tasks/score/allele.h"

#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/support/catch.h"

using namespace undula;

TEST_CASE("alleles: what has no score, and why") {
  const auto why = [](const char* ref, const char* alt) { return std::string(name_of(unscorable(ref, alt))); };
  CHECK(why("A", "C") == ".");
  CHECK(why("acg", "aTTG") == ".");
  CHECK(why("A", ".") == "no_alt");
  CHECK(why("A", "*") == "spanning_deletion");
  CHECK(why("A", "<DEL>") == "symbolic");
  CHECK(why("A", "<NON_REF>") == "symbolic");
  CHECK(why("A", "<*>") == "symbolic");
  CHECK(why("A", "A]17:198982]") == "breakend");
  CHECK(why("A", "[13:123457[C") == "breakend");
  CHECK(why("A", ".A") == "breakend");
  CHECK(why("A", "AT.") == "breakend");
  CHECK(why("A", "R") == "ambiguous");
  CHECK(why("N", "C") == "ambiguous");
  CHECK(why("A", "C-") == "not_bases");
  CHECK(why("A", "C1") == "not_bases");
  CHECK(why("", "C") == "not_bases");
  CHECK(why(".", "C") == "not_bases");
}

TEST_CASE("alleles: what REF and ALT share at their ends is no change") {
  const auto text = [](int64_t position, const char* ref, const char* alt) {
    const AlleleChange change = trimmed_change(position, ref, alt);
    return std::to_string(change.begin) + " " + detokenize(change.ref) + ">" + detokenize(change.alt);
  };
  CHECK(text(5, "A", "C") == "5 A>C");
  CHECK(text(5, "CA", "GA") == "5 C>G");
  CHECK(text(5, "CaG", "cTG") == "6 A>T");
  CHECK(text(5, "CAT", "C") == "6 AT>");
  CHECK(text(5, "C", "CAT") == "6 >AT");
  CHECK(text(5, "AAA", "AA") == "5 A>");
  CHECK(text(5, "CAG", "TAC") == "5 CAG>TAC");
  CHECK(text(5, "A", "A") == "5 >");
}
