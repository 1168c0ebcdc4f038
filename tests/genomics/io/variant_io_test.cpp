#include <htslib/vcf.h>

#include <filesystem>
#include <sstream>

#include "genomics/io/variant_reader.h"
#include "genomics/io/variant_writer.h"
#include "tests/genomics/support/gzip.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

namespace {

const std::string kHeader =
    "##fileformat=VCFv4.3\n##contig=<ID=c,length=100>\n##INFO=<ID=DP,Number=1,Type=Integer,Description=\"depth\">\n"
    "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"genotype\">\n"
    "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tone\n";
const std::string kRecords =
    "c\t7\trs1\tA\tC,<DEL>\t30\tPASS\tDP=3\tGT\t1/2\n"
    "c\t9\t.\tAC\t.\t.\t.\t.\tGT\t./.\n"
    "c\t9\t.\tAC\tA,ACC,*\t.\t.\tDP=4\tGT\t0/1\n";

/// The whole of a VCF or BCF file as VCF text.
std::string text_of(const std::string& path) {
  htsFile* file = hts_open(path.c_str(), "r");
  REQUIRE(file != nullptr);
  bcf_hdr_t* header = bcf_hdr_read(file);
  REQUIRE(header != nullptr);
  bcf1_t* record = bcf_init();
  kstring_t text = KS_INITIALIZE;
  REQUIRE(bcf_hdr_format(header, 0, &text) == 0);
  while (bcf_read(file, header, record) == 0) REQUIRE(vcf_format(header, record, &text) == 0);
  const std::string all = ks_str(&text);
  ks_free(&text);
  bcf_destroy(record);
  bcf_hdr_destroy(header);
  REQUIRE(hts_close(file) == 0);
  return all;
}

/// Copies a file with one field, and gives the path of the copy.
std::string annotate(const TempFolder& folder, const std::string& from, VariantFormat format = VariantFormat::kVcf,
                     bool index = false) {
  const std::string to = folder.path() / "out";
  VariantReader reader{InputFile(from)};
  VariantWriter writer({to, format, index}, reader, {{"X", "Float", "by m"}, {"WHY", "String", "why"}},
                       {"1.0", "undula\tscore"});
  for (VariantRecord record; reader.read(record);) {
    std::vector<std::optional<float>> values(static_cast<size_t>(record.alt_count()));
    if (!values.empty()) values[0] = 0.5f;
    if (values.empty()) {
      record.set_info("WHY", "none");
    } else {
      record.set_info("X", values);
    }
    writer.write(record);
  }
  writer.commit();
  return to;
}

std::string records_of(const std::string& text) {
  std::istringstream lines(text);
  std::string records;
  for (std::string line; std::getline(lines, line);)
    if (!line.starts_with('#')) records += line + "\n";
  return records;
}

const std::string kAnnotated =
    "c\t7\trs1\tA\tC,<DEL>\t30\tPASS\tDP=3;X=0.5,.\tGT\t1/2\n"
    "c\t9\t.\tAC\t.\t.\t.\tWHY=none\tGT\t./.\n"
    "c\t9\t.\tAC\tA,ACC,*\t.\t.\tDP=4;X=0.5,.,.\tGT\t0/1\n";

/// The error that reading `path` ends in, after `before` records.
std::string read_error(const std::string& path, int before) {
  VariantReader reader{InputFile(path)};
  VariantRecord record;
  int records = 0;
  const std::string message = error_of(ErrorKind::kBadInput, [&] {
    while (reader.read(record)) ++records;
  });
  CHECK(records == before);
  return message;
}

}  // namespace

TEST_CASE("variants: every field comes back, with ours, in every format") {
  const TempFolder folder;
  const auto format =
      GENERATE(VariantFormat::kVcf, VariantFormat::kBgzipVcf, VariantFormat::kBcf, VariantFormat::kUncompressedBcf);
  const std::string once = annotate(folder, folder.write("in.vcf", kHeader + kRecords), format);
  const std::string text = text_of(once);
  CHECK(records_of(text) == kAnnotated);
  contains(text,
           "##INFO=<ID=X,Number=A,Type=Float,Description=\"by m\",Source=\"undula\",Version=\"1.0\">\n"
           "##INFO=<ID=WHY,Number=A,Type=String,Description=\"why\",Source=\"undula\",Version=\"1.0\">\n"
           "##undula_version=1.0\n##undula_command=undula score\n");
  std::filesystem::rename(once, folder.path() / "again");
  const std::string twice = text_of(annotate(folder, folder.path() / "again", format));
  CHECK(records_of(twice) == kAnnotated);
  CHECK(twice.size() == text.size());
}

TEST_CASE("variants: gzip and bgzip are read as plain text is") {
  const TempFolder folder;
  const std::string path = folder.path() / "in";
  write_compressed(path, kHeader + kRecords, GENERATE("wg", "w"));
  CHECK(records_of(text_of(annotate(folder, path))) == kAnnotated);
}

TEST_CASE("variants: what the header lacks is kept in VCF, and named") {
  const TempFolder folder;
  const std::string path = folder.write("in.vcf", kHeader + "q\t5\t.\tA\tC\t.\tBAD\tNEW=1\tGT:XY\t0/1:z\n");
  CHECK(records_of(text_of(annotate(folder, path))) == "q\t5\t.\tA\tC\t.\tBAD\tNEW=1;X=0.5\tGT:XY\t0/1:z\n");
  VariantReader reader{InputFile(path)};
  VariantRecord record;
  while (reader.read(record)) {
  }
  CHECK(reader.undeclared_contigs() == std::vector<std::string>{"q"});
  const std::string message = error_of(ErrorKind::kBadInput, [&] { annotate(folder, path, VariantFormat::kBcf); });
  contains(message, "BCF cannot hold a record");
  contains(message, "at: q:5");
  CHECK_FALSE(std::filesystem::exists(folder.path() / "in.bcf"));
}

TEST_CASE("variants: an index beside the output, where records are in order") {
  const TempFolder folder;
  const auto [format, length, suffix] =
      GENERATE(table<VariantFormat, const char*, const char*>({{VariantFormat::kBgzipVcf, "100", ".tbi"},
                                                               {VariantFormat::kBgzipVcf, "600000000", ".csi"},
                                                               {VariantFormat::kBcf, "100", ".csi"}}));
  std::string header = kHeader;
  header.replace(header.find("100"), 3, length);
  const std::string out = annotate(folder, folder.write("in.vcf", header + kRecords), format, true);
  hts_idx_t* loaded = hts_idx_load2(out.c_str(), (out + suffix).c_str());
  CHECK(loaded != nullptr);
  hts_idx_destroy(loaded);
  const std::string unsorted = folder.write("unsorted.vcf", header + "c\t9\t.\tA\tC\t.\t.\t.\tGT\t.\n" + kRecords);
  const std::string message = error_of(ErrorKind::kBadInput, [&] { annotate(folder, unsorted, format, true); });
  contains(message, "not in the order of their positions");
  contains(message, "at: c:7");
}

TEST_CASE("variants: damage names the record before it") {
  const TempFolder folder;
  std::string message = read_error(folder.write("x", kHeader + kRecords + "c\t9\t.\tA\n"), 3);
  contains(message, "x, after record 3 (c:9)");
  message = read_error(folder.write("x", kHeader + kRecords + "c\t9\t.\tA\tC\t.\t.\t.\tGT\t0\t0\n"), 3);
  contains(message, "a record has 11 columns, not 10");
  contains(error_of(ErrorKind::kBadInput, [&] { VariantReader{InputFile(folder.write("x", ""))}; }), "neither VCF");
  contains(error_of(ErrorKind::kBadInput, [&] { VariantReader{InputFile(folder.write("x", ">a\nACGT\n"))}; }),
           "neither VCF");
  contains(
      error_of(ErrorKind::kBadInput, [&] { VariantReader{InputFile(folder.write("x", "##fileformat=VCFv4.2\n"))}; }),
      "its header");
}

TEST_CASE("variants: a file that is cut short is an error after its last record") {
  const TempFolder folder;
  const std::string plain = folder.write("in.vcf", kHeader + kRecords);
  const auto format = GENERATE(VariantFormat::kBgzipVcf, VariantFormat::kBcf);
  const std::string out = annotate(folder, plain, format);
  std::filesystem::resize_file(out, std::filesystem::file_size(out) - 28);
  contains(read_error(out, 3), "is cut short: its bgzip end-of-file block is missing");
  std::filesystem::resize_file(out, std::filesystem::file_size(out) - 20);
  contains(error_of(ErrorKind::kBadInput,
                    [&] {
                      VariantReader reader{InputFile(out)};
                      for (VariantRecord record; reader.read(record);) {
                      }
                    }),
           "cut short");
}

TEST_CASE("variants: a line that the end of a packed file cuts short is no record") {
  const TempFolder folder;
  const std::string path = folder.path() / "in";
  std::string text = kHeader + kRecords;
  text.resize(text.size() - 2);  // the last genotype is 0, not 0/1
  write_compressed(path, text, "w");
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 28);
  contains(read_error(path, 2), "is cut short");
  std::string many = kHeader;
  for (int i = 0; i < 20000; ++i) many += "c\t" + std::to_string(i + 1) + "\t.\tA\tC\t.\t.\tDP=1234567\tGT\t0/1\n";
  write_compressed(path, many, "wg");
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  VariantReader reader{InputFile(path)};
  VariantRecord record;
  int64_t records = 0;
  bool whole = true;
  const std::string message = error_of(ErrorKind::kBadInput, [&] {
    for (; reader.read(record); ++records) whole = whole && record.position() == records;
  });
  CHECK(whole);
  CHECK(records > 0);
  contains(message, "after record " + std::to_string(records) + " (c:" + std::to_string(records) + ")");
}
