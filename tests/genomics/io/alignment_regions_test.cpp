#include "genomics/io/alignment_regions.h"

#include "genomics/io/alignment_reader.h"
#include "tests/genomics/support/sam_file.h"
#include "tests/support/errors.h"

using namespace undula;
using namespace undula::testing;

namespace {

/// Records every 10 bases of two contigs, one name with a colon, and one record without a place.
std::string sorted_reads() {
  std::string text = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chr\tLN:200\n@SQ\tSN:HLA:01\tLN:200\n";
  for (const std::string contig : {"chr", "HLA:01"}) {
    for (int at = 1; at <= 91; at += 10)
      text += contig.substr(0, 1) + std::to_string(at) + "\t0\t" + contig + "\t" + std::to_string(at) +
              "\t60\t6M\t*\t0\t0\tACGTTG\tABCDEF\n";
  }
  return text + "none\t4\t*\t0\t0\t*\t*\t0\t0\tACGT\tABCD\n";
}

std::string indexed(const TempFolder& folder, const char* mode, int min_shift) {
  const std::string path = write_alignments(folder, sorted_reads(), mode);
  REQUIRE(sam_index_build(path.c_str(), min_shift) == 0);
  return path;
}

std::string names(const std::string& path, const std::vector<Region>& regions, int threads = 1) {
  AlignmentReader reader(InputFile(path, threads), {"", regions});
  std::string text;
  for (AlignmentRecord record; reader.read(record);) text += record.name() + " ";
  return text;
}

}  // namespace

TEST_CASE("regions: each record once and in the order of the file, from every kind of index") {
  const TempFolder folder;
  const auto [mode, min_shift] =
      GENERATE(table<const char*, int>({{"wb", 0}, {"wb", 14}, {"wz", 14}, {"wc,no_ref", 0}}));
  INFO(mode << " " << min_shift);
  const std::string path = indexed(folder, mode, min_shift);
  for (const int threads : {1, 3}) {
    CHECK(names(path, {{"chr", 15, 21}}, threads) == "c11 c21 ");
    CHECK(names(path, {{"chr", 16, 20}}, threads).empty());
    CHECK(names(path, {{"HLA:01", 80, {}}, {"chr", 0, 11}, {"chr", 5, 12}, {"chr", 0, 1}}, threads) ==
          "c1 c11 H81 H91 ");
    CHECK(names(path, {{"*", 0, {}}, {"HLA:01", 90, 95}}, threads) == "H91 none ");
    CHECK(names(path, {{"chr", 150, {}}}, threads).empty());
  }
}

TEST_CASE("regions: what cannot be found") {
  const TempFolder folder;
  const std::string path = indexed(folder, "wb", 0);
  const std::string unknown = error_of(ErrorKind::kUsage, [&] { names(path, {{"char", 0, {}}}); });
  contains(unknown, "no contig 'char'; did you mean 'chr'?");
  std::filesystem::remove(path + ".bai");
  contains(error_of(ErrorKind::kMissing, [&] { names(path, {{"chr", 0, {}}}); }), "try: samtools index " + path);
  folder.write("reads.bai", "BAI\1");
  contains(error_of(ErrorKind::kMissing, [&] { names(path, {{"chr", 0, {}}}); }), "no index");
  const std::string plain = write_alignments(folder, sorted_reads(), "w");
  contains(error_of(ErrorKind::kUsage, [&] { names(plain, {{"chr", 0, {}}}); }), "plain SAM");
}

TEST_CASE("regions: a file that is cut short is an error after the records that are there") {
  const TempFolder folder;
  const std::string path = indexed(folder, "wb", 0);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 28);
  AlignmentReader reader(InputFile(path), {"", {{"chr", 0, 11}}});
  AlignmentRecord record;
  CHECK(reader.read(record));
  CHECK(reader.read(record));
  contains(error_of(ErrorKind::kBadInput, [&] { reader.read(record); }), "after record 2 ('c11')");
}
