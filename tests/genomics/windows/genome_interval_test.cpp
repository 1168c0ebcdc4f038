#include "genomics/windows/genome_interval.h"

#include "tests/genomics/support/genome_file.h"
#include "tests/support/errors.h"

using namespace undula;
using namespace undula::testing;
using Parts = std::vector<GenomeInterval>;

TEST_CASE("regions of a genome: names with a colon, ends, what is not there") {
  const TempFolder folder;
  const auto genome = make_genome(folder, {{"chr1", "ACGTACGT"}, {"HLA:A:5-6", "ACGT"}, {"x", "AC"}, {"x:2", "ACG"}});
  const auto settle = [&](const char* text) { return settle_region(*genome, *parse_contig_region(text), "--region"); };
  const auto error = [&](const char* text) { return error_of(ErrorKind::kBadInput, [&] { settle(text); }); };
  CHECK(settle("chr1") == GenomeInterval{0, {0, 8}});
  CHECK(settle("chr1:3-8") == GenomeInterval{0, {2, 8}});
  CHECK(settle("chr1:8") == GenomeInterval{0, {7, 8}});
  CHECK(settle("chr1:-2") == GenomeInterval{0, {0, 2}});
  CHECK(settle("HLA:A:5-6") == GenomeInterval{1, {0, 4}});
  CHECK(settle("HLA:A:5-6:2-3") == GenomeInterval{1, {1, 3}});
  CHECK(settle("{HLA:A:5-6}") == GenomeInterval{1, {0, 4}});
  CHECK(settle("{x}:2-2") == GenomeInterval{2, {1, 2}});
  CHECK(settle("{x:2}") == GenomeInterval{3, {0, 3}});
  contains(error("x:2"), "'x:2' is a contig of");
  contains(error("x:2"), "try: {x:2} or {x}:BEG-END");
  contains(error("chr1:9"), "chr1:9 lies beyond the end of chr1, which has 8 bases");
  contains(error("chr1:7-9"), "lies beyond the end");
  contains(error("1"), "did you mean chr1?");
  CHECK(settle_regions(*genome, {{"x", 1, 2}, {"chr1", 4, 8}, {"chr1", 2, 5}, {"x", 0, 1}}, "") ==
        Parts{{0, {2, 8}}, {2, {0, 2}}});
  CHECK(settle_regions(*genome, {}, "").size() == 4);
}
