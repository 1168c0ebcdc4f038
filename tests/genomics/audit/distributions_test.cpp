#include "genomics/audit/distributions.h"

#include <numeric>

#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/genomics/audit/planted.h"
#include "tests/support/catch.h"

using namespace undula;
using namespace undula::testing;

TEST_CASE("GC is a share of unambiguous bases") {
  CHECK(gc_share(tokenize("GCAT")) == 0.5);
  CHECK(gc_share(tokenize("GGGNNNNA")) == 0.75);
  CHECK(gc_share(tokenize("NNN")) == 0.5);
}

TEST_CASE("lengths and GC by split and class") {
  PlantedTable table;
  for (size_t i = 1; i <= 101; ++i) table.add(std::string(i, 'G') + std::string(i, 'A'), "mixed", "train");
  table.add("GGGG", "rich", "train");
  table.add("AAAAAAAAAG", "rich", "train");
  table.add("ACGT", "mixed", "test");
  table.add("ACGA", "rich", "valid");
  const std::vector<ClassSummary> found = summarise_classes(table.load().sequences(), 2);
  REQUIRE(found.size() == 4);
  const ClassSummary &mixed = found[0], &rich = found[1];
  CHECK(mixed.sequences == 101);
  CHECK(mixed.bases == 101 * 102);
  CHECK(mixed.length.least == 2);
  CHECK(mixed.length.low == 12);
  CHECK(mixed.length.median == 102);
  CHECK(mixed.length.high == 192);
  CHECK(mixed.length.most == 202);
  CHECK(mixed.gc.low == 0.5);
  CHECK(mixed.gc.high == 0.5);
  CHECK(rich.gc.least == Approx(0.1));
  CHECK(rich.gc.most == 1);
  CHECK(rich.gc_histogram[2] == 1);
  CHECK(rich.gc_histogram[kGcBins - 1] == 1);
  CHECK(std::accumulate(mixed.gc_histogram.begin(), mixed.gc_histogram.end(), int64_t{0}) == 101);
  CHECK(found[2].split == Split::kValid);
  CHECK(found[2].label == 1);
  CHECK(found[3].split == Split::kTest);
}
