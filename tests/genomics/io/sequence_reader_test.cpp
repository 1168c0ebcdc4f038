#include "genomics/io/sequence_reader.h"

#include <array>
#include <numeric>
#include <vector>

#include "tests/genomics/support/gzip.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

namespace {

std::vector<SequenceRecord> read_text(const std::string& text) {
  const TempFolder folder;
  SequenceReader reader(folder.write("in", text));
  std::vector<SequenceRecord> records;
  SequenceRecord record;
  while (reader.read(record)) records.push_back(record);
  return records;
}

/// The error that `text` ends in; `before` counts the records delivered first.
std::string read_error(const std::string& text, size_t before) {
  const TempFolder folder;
  SequenceReader reader(folder.write("in.fq", text));
  SequenceRecord record;
  size_t records = 0;
  const std::string message = error_of(ErrorKind::kBadInput, [&] {
    while (reader.read(record)) ++records;
  });
  CHECK(records == before);
  return message;
}

}  // namespace

TEST_CASE("FASTA: wrapped lines, case, codes, duplicates") {
  const auto records = read_text(">chr1/1 first one\nACGTu\nRYSWKMBDHVN-.*x\n>chr1/1\tagain\nacgt\n");
  REQUIRE(records.size() == 2);
  CHECK(records[0].id == "chr1/1");
  CHECK(records[0].name == "chr1/1 first one");
  CHECK(records[0].sequence == "ACGTuRYSWKMBDHVN-.*x");
  CHECK(records[0].quality.empty());
  CHECK(records[0].number == 1);
  CHECK(records[0].line == 1);
  CHECK(records[1].id == "chr1/1");
  CHECK(records[1].sequence == "acgt");
  CHECK(records[1].number == 2);
  CHECK(records[1].line == 4);
}

TEST_CASE("FASTA: odd but sound") {
  const std::string text = GENERATE(std::string("\xEF\xBB\xBF\n\n>a b\r\nAC\r\n\r\nGT \r\n>\r\n>gt;c"),
                                    std::string(">a b\nA C\tG\nT\n\n\n>\n\n>gt;c\n\n"));
  const auto records = read_text(text);
  REQUIRE(records.size() == 3);
  CHECK(records[0].id == "a");
  CHECK(records[0].name == "a b");
  CHECK(records[0].sequence == "ACGT");
  CHECK(records[1].id.empty());
  CHECK(records[1].sequence.empty());
  CHECK(records[2].id == "gt;c");
  CHECK(records[2].sequence.empty());
  CHECK(read_text(">").size() == 1);
}

TEST_CASE("FASTQ: plain, CR LF, wrapped, quality that looks like a header, empty records") {
  const auto records = read_text(
      "@r1 x\nACGT\n+\n@III\n"
      "@r2\r\nAC\r\n+r2\r\n+@\r\n"
      "\n"
      "@r3\nACG\nTAC\n+\n@II\n@@+\n"
      "@r4\n\n+\n\n"
      "@r5\n+\n"
      "@r6\nA\n+\nI");
  REQUIRE(records.size() == 6);
  CHECK(records[0].sequence == "ACGT");
  CHECK(records[0].quality == "@III");
  CHECK(records[1].sequence == "AC");
  CHECK(records[1].quality == "+@");
  CHECK(records[2].sequence == "ACGTAC");
  CHECK(records[2].quality == "@II@@+");
  CHECK(records[3].sequence.empty());
  CHECK(records[4].id == "r5");
  CHECK(records[5].quality == "I");
  CHECK(records[5].line == 22);
}

TEST_CASE("errors name file, record and line, after all sound records") {
  contains(read_error("@r1\nACGT\n+\nIIII\n@r2\nACGT\n+\nIII\n@r3\nA\n+\nI\n", 1), "shorter");
  contains(read_error("@r1\nACGT\n+\nIIII\n@r2\nACGT\n+\nIII\n", 1), "in.fq, record 2 ('r2'), line 8");
  contains(read_error("@r1\nACGT\n+\nIIIII\n", 0), "longer than its sequence of 4");
  contains(read_error("@r1\nACGT\n+\n\n@r2\nACGT\n+\nIIII\n", 0), "0 for 4 bases");
  contains(read_error("@r1\nAC\nGT\n+\nII\nI\n@r2\nA\n+\nI\n", 0), "record 1 ('r1')");
  contains(read_error("@r1\nACGT\nIIII\n@r2\nACGT\n", 0), "no '+' line");
  contains(read_error("@r1\nACGT\n@r2\nACGT\n", 0), "no '+' line");
  contains(read_error("@r1\nACGT", 0), "ends inside a record");
  contains(read_error("@r1\nACGT\n+\n", 0), "ends inside a record's quality: 0 for 4");
  contains(read_error("@r1\nACGT\n+\nII", 0), "ends inside a record's quality: 2 for 4");
  contains(read_error("@r1\nA\n+\nI\n>r2\nACGT\n", 1), "after record 1 ('r1'), line 5");
  contains(read_error("ACGT\n>r1\nACGT\n", 0), "text before the first header: 'ACGT'");
  contains(read_error(">p\nMKVLEF\n", 0), "record 'p' holds 'L', which is no nucleotide code; is this protein?");
  contains(read_error(">a\nACGT\n>b\nAC7T\n", 1), "holds '7', which is no nucleotide code\n");
  contains(read_error(std::string(">a\nAC\0T\n", 9), 0), "byte 0x00");
  contains(read_error("@HD\tVN:1.6\n@SQ\tSN:c\tLN:5\n", 0), "this is SAM");
}

TEST_CASE("long lines: a record in small pieces equals the whole, across blocks") {
  const TempFolder folder;
  std::string bases;
  for (size_t i = 0; i < (size_t{1} << 20) + 7; ++i) bases += "ACGTN"[(i * i + i / 3) % 5];
  const std::string header(100000, 'h');
  for (const char* end : {"\n", "\r\n"}) {
    const std::string path =
        folder.write("x.fa", ">" + header + end + bases + end + ">b" + end + bases + end + ">c" + end + "ACGT" + end);
    SequenceReader whole(path);
    SequenceRecord record;
    REQUIRE(whole.read(record));
    CHECK(record.id == header);
    CHECK(record.sequence == bases);

    SequenceReader pieces(path);
    RecordHeader head;
    REQUIRE(pieces.begin_record(head));
    std::string got, piece(997, ' ');
    while (true) {
      const int64_t n = pieces.read_bases(piece.data(), 997);
      got.append(piece, 0, static_cast<size_t>(n));
      if (n < 997) break;
    }
    CHECK(got == bases);
    CHECK(pieces.read_bases(piece.data(), 997) == 0);
    REQUIRE(pieces.begin_record(head));
    CHECK(pieces.read_bases(piece.data(), 10) == 10);
    REQUIRE(pieces.begin_record(head));  // past what is left of b
    CHECK(head.id == "c");
    CHECK(head.number == 3);
    CHECK(head.line == 5);
    CHECK_FALSE(pieces.begin_record(head));
    CHECK_FALSE(pieces.begin_record(head));
  }
}

TEST_CASE("line ends at every place of a block border") {
  const TempFolder folder;
  for (int shift = 0; shift < 4; ++shift) {
    const size_t first = 65536 - 8 - 3 + static_cast<size_t>(shift);  // bases before the CR LF near 64 KiB
    const std::string a(first, 'A'), quality(first, 'I');
    const std::string path =
        folder.write("x.fq", "@r1\r\n" + a + "\r\n+\r\n" + quality + "\r\n@r2\r\nCC\r\n+\r\nII\r\n");
    SequenceReader reader(path);
    SequenceRecord record;
    REQUIRE(reader.read(record));
    CHECK(record.sequence == a);
    CHECK(record.quality == quality);
    REQUIRE(reader.read(record));
    CHECK(record.sequence == "CC");
  }
}

TEST_CASE("compressed reads, and a cut file delivers what came before") {
  const TempFolder folder;
  std::string text;
  for (int i = 0; i < 20000; ++i) {
    text += "@r" + std::to_string(i) + "\nACGTTGCAACGT" + std::string("ACGT")[static_cast<size_t>(i) % 4] + "\n+\n";
    text += "IIIIIIIIIIIII\n";
  }
  const std::string path = folder.path() / "r.fq.gz";
  write_compressed(path, text, "w");
  SequenceReader reader(path);
  SequenceRecord record;
  int64_t records = 0;
  while (reader.read(record)) ++records;
  CHECK(records == 20000);
  const std::string bytes = folder.read("r.fq.gz");
  folder.write("r.fq.gz", bytes.substr(0, bytes.size() - 28));
  SequenceReader cut(path);
  records = 0;
  error_of(ErrorKind::kBadInput, [&] {
    while (cut.read(record)) ++records;
  });
  CHECK(records == 20000);
}

TEST_CASE("the text of records is given as it stands in the input") {
  const TempFolder folder;
  for (const std::string end : {"\n", "\r\n"}) {
    for (const bool fastq : {false, true}) {
      std::vector<std::string> texts;
      for (size_t i = 0; i < 3000; ++i) {  // so that line ends fall on the borders of what is read at once
        std::string bases(i % 97, 'a'), text = (fastq ? "@" : ">") + std::to_string(i) + " of  many" + end;
        text += bases + end;
        if (fastq) text += "+" + end + std::string(bases.size(), '@') + end;
        if (!fastq && i % 5 == 0) text += "ACGT" + end + end;
        texts.push_back(text);
      }
      std::string all = std::accumulate(texts.begin(), texts.end(), std::string());
      all.resize(all.size() - end.size());
      texts.back().resize(texts.back().size() - end.size());
      texts.back() += "\n";
      SequenceReader reader(folder.write("r", all));
      reader.keep_text();
      RecordHeader header;
      std::array<char, 7> some{};
      for (size_t i = 0; i < texts.size(); ++i) {
        REQUIRE(reader.begin_record(header));
        if (i % 2 == 0) reader.read_bases(some.data(), some.size());
        const bool same = reader.take_text() == texts[i];
        CHECK(same);
      }
      CHECK_FALSE(reader.begin_record(header));
    }
  }
}
