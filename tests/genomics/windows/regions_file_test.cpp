#include "genomics/windows/regions_file.h"

#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

namespace {

void check(const Region& region, const std::string& contig, int64_t begin, std::optional<int64_t> end) {
  CHECK(region.contig == contig);
  CHECK(region.begin == begin);
  CHECK(region.end == end);
}

}  // namespace

TEST_CASE("a .bed file counts from 0, any other from 1") {
  const TempFolder folder;
  const std::string text = "#c\nchr1\t10\t20\tx\nchr1\t30\t30\nchr2\t5\t6\n";
  const auto bed = read_regions_file(folder.write("a.bed", text));
  REQUIRE(bed.size() == 2);
  check(bed[0], "chr1", 10, 20);
  check(bed[1], "chr2", 5, 6);
  const auto table = read_regions_file(folder.write("a.txt", text));
  REQUIRE(table.size() == 3);
  check(table[0], "chr1", 9, 20);
  check(table[1], "chr1", 29, 30);
  check(table[2], "chr2", 4, 6);
}

TEST_CASE("lines of a regions file: one position, a region, a whole contig") {
  const TempFolder folder;
  const auto regions = read_regions_file(folder.write("r", "chr1 7\nchr1:1,001-2,000\n12\n{a:1}:5\n"));
  REQUIRE(regions.size() == 4);
  check(regions[0], "chr1", 6, 7);
  check(regions[1], "chr1", 1000, 2000);
  check(regions[2], "12", 0, {});
  check(regions[3], "a:1", 4, {});
}

TEST_CASE("regions files that are wrong") {
  const TempFolder folder;
  const auto error = [&](const std::string& name, const std::string& text) {
    return error_of(ErrorKind::kBadInput, [&] { read_regions_file(folder.write(name, text)); });
  };
  contains(error("r.txt", "chr1\t5\t6\nchr1\t0\t5\n"), "r.txt, line 2");
  contains(error("r.txt", "chr1\t9\t5\n"), "'chr1\t9\t5' is no region");
  contains(error("r.txt", "chr1\tx\n"), "is no region");
  contains(error("r.txt", "chr1:0-5\n"), "is no region");
  contains(error("r.bed", "chr1:1-5\n"), "r.bed, line 1");
  contains(error("r.bed", "#\nchr1\t5\t5\n"), "names no region");
}
