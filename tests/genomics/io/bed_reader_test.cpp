#include "genomics/io/bed_reader.h"

#include "tests/genomics/support/gzip.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

namespace {

std::vector<BedRecord> records_of(const std::string& path) {
  BedReader reader(path);
  std::vector<BedRecord> records;
  for (BedRecord record; reader.next(record);) records.push_back(record);
  return records;
}

std::string bed_error(const std::string& text) {
  const TempFolder folder;
  return error_of(ErrorKind::kBadInput, [&] { records_of(folder.write("t.bed", text)); });
}

}  // namespace

TEST_CASE("BED: columns, other lines skipped, tabs or blanks, CR LF, compressed") {
  const std::string text =
      "# made by hand\nbrowser position chr1:1-2\ntrack name=x\n\nchr1\t0\t10\r\ntrack1  5 5  a\n"
      "chr 2\t1\t2\tname with blank\t0\t-\t1\t2\nchrX\t131072\t262144\ttrain\n \nchrM\t3\t4\t\t.\t+";
  const TempFolder folder;
  const std::string packed = (folder.path() / "t.bed.gz").string();
  write_compressed(packed, text, "wg");
  for (const std::string& path : {folder.write("t.bed", text), packed}) {
    const auto records = records_of(path);
    REQUIRE(records.size() == 5);
    CHECK(records[0].contig == "chr1");
    CHECK(records[0].begin == 0);
    CHECK(records[0].end == 10);
    CHECK(records[0].name.empty());
    CHECK(records[0].strand == '.');
    CHECK(records[0].line == 5);
    CHECK(records[1].contig == "track1");
    CHECK(records[1].end == 5);
    CHECK(records[1].name == "a");
    CHECK(records[2].contig == "chr 2");
    CHECK(records[2].name == "name with blank");
    CHECK(records[2].strand == '-');
    CHECK(records[3].end == 262144);
    CHECK(records[3].name == "train");
    CHECK(records[4].strand == '+');
    CHECK(records[4].line == 10);
  }
}

TEST_CASE("BED errors name file and line") {
  contains(bed_error("chr1\t0\t1\nchr1\t7\n"), "t.bed, line 2");
  contains(bed_error("chr1:5-6\n"), "a BED line of 1 column,");
  contains(bed_error("chr1\t-1\t5\n"), "'-1' is no position, in the column 'start'");
  contains(bed_error("chr1\t1\t5.0\n"), "'5.0' is no position, in the column 'end'");
  contains(bed_error("chr1\t1\t99999999999999999999\n"), "is no position");
  contains(bed_error("chr1\t6\t5\n"), "ends before it starts: 6 to 5");
  contains(bed_error("chr1\t5\t6\tx\t0\tplus\n"), "'plus' is no strand");
  contains(bed_error("\t5\t6\n"), "without a contig name");
  contains(bed_error("#x\n" + std::string(2 << 20, 'a')), "t.bed, line 2");
  contains(bed_error(""), "is empty");
}
