#include "genomics/io/alignment_reader.h"

#include <filesystem>
#include <vector>

#include "genomics/io/alignment_filter.h"
#include "tests/genomics/support/sam_file.h"
#include "tests/support/errors.h"

using namespace undula;
using namespace undula::testing;

namespace {

const std::string kReference = ">chr\nACGTTGCAACGTACGTTAGC\n";
const std::string kHeader = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chr\tLN:20\n";
const std::string kRecords =
    "fwd\t99\tchr\t1\t60\t6M\t=\t11\t16\tACGTTG\tABCDEF\tXX:Z:kept\n"
    "bwd\t147\tchr\t11\t7\t6M\t=\t1\t-16\tGTACGT\tABCDEF\n"
    "codes\t16\tchr\t1\t60\t5M\t*\t0\t0\tRYMKA\t*\n"
    "none\t4\t*\t0\t0\t*\t*\t0\t0\t*\t*\n"
    "second\t256\tchr\t1\t60\t4M\t*\t0\t0\tACGT\tIIII\n";

struct Read {
  std::string id, bases, quality;
  bool operator==(const Read&) const = default;
};

std::vector<Read> read_all(AlignmentReader& reader, const AlignmentFilter& filter = {}) {
  std::vector<Read> reads;
  AlignmentRecord record;
  while (reader.read(record)) {
    if (!filter.keeps(record)) continue;
    Read& read = reads.emplace_back();
    read.id = record.read_id();
    record.bases(read.bases);
    record.quality(read.quality);
  }
  return reads;
}

std::string truncated(const std::string& path, uintmax_t bytes) {
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - bytes);
  return path;
}

/// The error that reading `path` ends in, after `before` records.
std::string read_error(ErrorKind kind, const std::string& path, int before, const std::string& reference = "") {
  AlignmentReader reader(InputFile(path), {reference});
  AlignmentRecord record;
  int records = 0;
  const std::string message = error_of(kind, [&] {
    while (reader.read(record)) ++records;
  });
  CHECK(records == before);
  return message;
}

}  // namespace

TEST_CASE("alignments: the same reads from SAM, BAM and CRAM, in their original strand") {
  const TempFolder folder;
  const std::string reference = folder.write("ref.fa", kReference);
  const auto [mode, format] = GENERATE(table<const char*, const char*>({{"w", "SAM"}, {"wb", "BAM"}, {"wc", "CRAM"}}));
  InputFile input(write_alignments(folder, kHeader + kRecords, mode, mode[1] == 'c' ? reference : ""));
  CHECK(input.holds_alignments());
  AlignmentReader reader(std::move(input), {reference});
  CHECK(reader.format() == std::string(format));
  CHECK(reader.references() == 1);
  CHECK(reader.sorted_by_coordinate());
  const std::vector<Read> expected = {
      {"fwd/1", "ACGTTG", "ABCDEF"}, {"bwd/2", "ACGTAC", "FEDCBA"}, {"codes", "TMKRY", ""}, {"none", "", ""}};
  CHECK(read_all(reader) == expected);
}

TEST_CASE("alignments: records without a header") {
  const TempFolder folder;
  InputFile input(folder.write("x", "a\t4\t*\t0\t0\t*\t*\t0\t0\tAC=T\tIIII\n"));
  CHECK(input.holds_alignments());
  AlignmentReader reader(std::move(input));
  CHECK(read_all(reader) == std::vector<Read>{{"a", "ACNT", "IIII"}});
}

TEST_CASE("alignments: what else is not taken for them") {
  const TempFolder folder;
  const std::string text = GENERATE("", ">a\nACGT\n", "@r\nACGT\n+\nIIII\n", "sequence,label\nACGT,a\n", "ACGT\n");
  CHECK_FALSE(InputFile(folder.write("x.bam", text)).holds_alignments());
}

TEST_CASE("alignments: filters by flag and mapping quality") {
  const TempFolder folder;
  const auto ids = [&](const AlignmentFilter& filter) {
    AlignmentReader reader(InputFile(write_alignments(folder, kHeader + kRecords, "wb")));
    std::string text;
    for (const Read& read : read_all(reader, filter)) text += read.id + " ";
    return text;
  };
  CHECK(ids({0, 0, 0}) == "fwd/1 bwd/2 codes none second ");
  CHECK(ids({0, 0x904, 0}) == "fwd/1 bwd/2 codes ");
  CHECK(ids({0x3, 0, 0}) == "fwd/1 bwd/2 ");
  CHECK(ids({0, 0x900, 8}) == "fwd/1 codes ");
  CHECK(parse_alignment_flags("0x900") == 0x900);
  CHECK(parse_alignment_flags("SECONDARY,SUPPLEMENTARY") == 0x900);
  CHECK(parse_alignment_flags("2304") == 2304);
  CHECK(parse_alignment_flags("") == -1);
  CHECK(parse_alignment_flags("x9") == -1);
  CHECK(parse_alignment_flags("70000") == -1);
}

TEST_CASE("alignments: a file without its end-of-file block is an error after its last record") {
  const TempFolder folder;
  const std::string reference = folder.write("ref.fa", kReference);
  const auto [mode, bytes] = GENERATE(table<const char*, uintmax_t>({{"wb", 28}, {"wc", 38}}));
  const std::string path = truncated(write_alignments(folder, kHeader + kRecords, mode, reference), bytes);
  const std::string message = read_error(ErrorKind::kBadInput, path, 5, reference);
  contains(message, "is cut short: its end-of-file block is missing");
  contains(message, "after record 5 ('second')");
}

TEST_CASE("alignments: damage names the record before it") {
  const TempFolder folder;
  const std::string message =
      read_error(ErrorKind::kBadInput, folder.write("x", kHeader + "a\t4\t*\t0\t0\t*\t*\t0\t0\tAC\tII\nb\t4\tq\n"), 1);
  contains(message, "x, after record 1 ('a')");
  contains(message, "a record cannot be read");
  const std::string path = write_alignments(folder, kHeader + kRecords, "wb");
  std::filesystem::resize_file(path, 60);
  contains(error_of(ErrorKind::kBadInput, [&] { AlignmentReader reader{InputFile(path)}; }), "its header");
}

TEST_CASE("alignments: CRAM without its reference") {
  const TempFolder folder;
  const std::string reference = folder.write("ref.fa", kReference);
  const std::string path = write_alignments(folder, kHeader + kRecords, "wc", reference);
  const std::string other = folder.write("other.fa", ">chr\nTTTTTTTTTTTTTTTTTTTT\n");
  contains(read_error(ErrorKind::kMissing, path, 0, other), "other.fa is not the reference");
  std::filesystem::remove(reference);
  contains(read_error(ErrorKind::kMissing, path, 0), "try: --reference");
  contains(error_of(ErrorKind::kMissing, [&] { AlignmentReader reader(InputFile(path), {reference}); }),
           "no such file");
}

TEST_CASE("alignments: any number of threads gives the same records and the same error") {
  const TempFolder folder;
  std::string text = kHeader;
  uint64_t x = 1;
  for (int i = 0; i < 22000; ++i) {  // CRAM packs 10,000 records together
    std::string bases(40, 'A');
    for (char& base : bases) base = "ACGT"[(x = x * 6364136223846793005u + 1442695040888963407u) >> 62];
    text += "r" + std::to_string(i) + "\t4\t*\t0\t0\t*\t*\t0\t0\t" + bases + "\t*\n";
  }
  const char* mode = GENERATE("wb", "wc,no_ref");
  const std::string path = write_alignments(folder, text, mode);
  const std::string whole = folder.read("reads");
  const std::string end = whole.substr(whole.size() - (mode[1] == 'b' ? 28 : 38));
  REQUIRE(whole.size() > 100000);
  // Undamaged, a byte changed, cut but for its end block, bytes put in.
  std::string changed = whole, more = whole;
  changed[whole.size() / 2] ^= 0x40;
  more.insert(whole.size() / 2, "eighteen letters..");
  for (const std::string& content : {whole, changed, whole.substr(0, whole.size() / 2) + end, more}) {
    folder.write("reads", content);
    std::string results[2];
    for (const int threads : {1, 4}) {
      AlignmentReader reader{InputFile(path, threads)};
      AlignmentRecord record;
      std::string& result = results[threads / 4];
      try {
        while (reader.read(record)) result += record.name() + " ";
      } catch (const Error& error) {
        result += error.message();
      }
    }
    CHECK(results[0].size() > 10000);
    CHECK((results[0].find(" is cut short") == std::string::npos) == (content == whole));
    const bool same = results[0] == results[1];
    CHECK(same);
  }
}
