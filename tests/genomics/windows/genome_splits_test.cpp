#include "genomics/windows/genome_splits.h"

#include "tests/genomics/support/genome_file.h"
#include "tests/support/errors.h"

using namespace undula;
using namespace undula::testing;
using Parts = std::vector<GenomeInterval>;

namespace {

struct ThreeContigs {
  TempFolder folder;
  std::shared_ptr<const IndexedFasta> genome =
      make_genome(folder, {{"chr1", random_bases(1000, 1)}, {"chr2", random_bases(200, 2)}, {"s", "ACG"}});

  GenomeSplits bed(const std::string& text) const { return split_by_bed(*genome, folder.write("s.bed", text)); }
  std::string bed_error(const std::string& text) const {
    return error_of(ErrorKind::kBadInput, [&] { bed(text); });
  }
};

}  // namespace

TEST_CASE("the ends of contigs are held out for test, blocks between for validation") {
  const ThreeContigs c;
  const GenomeSplits one = hold_out_ends(*c.genome, 0.05, 0.1);
  CHECK(one.of(Split::kTrain) == Parts{{0, {0, 425}}, {0, {475, 900}}, {1, {0, 85}}, {1, {95, 180}}, {2, {0, 3}}});
  CHECK(one.of(Split::kValid) == Parts{{0, {425, 475}}, {1, {85, 95}}});
  CHECK(one.of(Split::kTest) == Parts{{0, {900, 1000}}, {1, {180, 200}}});
  CHECK(one.bases(Split::kTrain) == 1023);
  const GenomeSplits blocks = hold_out_ends(*c.genome, 0.1, 0, 20);
  CHECK(blocks.bases(Split::kTest) == 0);
  CHECK(blocks.bases(Split::kValid) == 120);
  const Parts expected = {{0, {90, 110}},  {0, {290, 310}}, {0, {490, 510}},
                          {0, {690, 710}}, {0, {890, 910}}, {1, {90, 110}}};
  CHECK(blocks.of(Split::kValid) == expected);
  CHECK(hold_out_ends(*c.genome, 0, 0).of(Split::kTrain) == Parts{{0, {0, 1000}}, {1, {0, 200}}, {2, {0, 3}}});
}

TEST_CASE("regions are held out, the rest is for training") {
  const ThreeContigs c;
  const GenomeSplits splits =
      hold_out_regions(*c.genome, {{"chr1", 100, 200}, {"chr1", 150, 300}}, {{"chr2", 0, {}}}, "--test");
  CHECK(splits.of(Split::kTrain) == Parts{{0, {0, 100}}, {0, {300, 1000}}, {2, {0, 3}}});
  CHECK(splits.of(Split::kValid) == Parts{{0, {100, 300}}});
  CHECK(splits.of(Split::kTest) == Parts{{1, {0, 200}}});
  const auto error = [&](const std::vector<Region>& valid, const std::vector<Region>& test) {
    return error_of(ErrorKind::kBadInput, [&] { hold_out_regions(*c.genome, valid, test, "--test"); });
  };
  contains(error({{"chr1", 0, 10}}, {{"chr1", 9, 20}}), "chr1:10-20 is for test and overlaps chr1:1-10");
  contains(error({}, {{"2", 0, 10}}), "did you mean chr2?");
  contains(error({}, {{"chr2", 0, 201}}), "chr2:1-201 lies beyond the end of chr2, which has 200 bases");
  contains(error({{"chr2", 200, {}}}, {}), "lies beyond the end");
}

TEST_CASE("a BED file with splits in its fourth column") {
  const ThreeContigs c;
  const GenomeSplits splits = c.bed(
      "chr2\t0\t50\tvalid\nchr1\t100\t200\ttrain\nchr1\t200\t250\ttrain\n"
      "chr1\t0\t90\ttrain\nchr1\t300\t300\ttrain\nchr2\t50\t80\ttest\n");
  CHECK(splits.of(Split::kTrain) == Parts{{0, {0, 90}}, {0, {100, 250}}});
  CHECK(splits.of(Split::kValid) == Parts{{1, {0, 50}}});
  CHECK(splits.of(Split::kTest) == Parts{{1, {50, 80}}});
  CHECK(c.bed("chr1\t0\t90\nchr2\t5\t9\texon\n").of(Split::kTrain) == Parts{{0, {0, 90}}, {1, {5, 9}}});

  contains(c.bed_error("chr1\t0\t90\ttrain\nchr2\t5\t9\texon\n"),
           "'exon', which is no split, where other lines name one");
  contains(c.bed_error("chr1\t0\t90\ttrain\nchr2\t5\t9\n"), "s.bed, line 2");
  const std::string overlap = c.bed_error("chr1\t0\t90\ttrain\nchr1\t10\t20\ttrain\nchr1\t80\t95\ttest\n");
  contains(overlap, "chr1:81-95 is for test and overlaps chr1:1-90, which is for train (");
  contains(overlap, "s.bed, line 3");
  contains(c.bed_error("chr3\t0\t90\n"), "did you mean chr1?");
  contains(c.bed_error("chr2\t0\t201\n"), "lies beyond the end");
}
