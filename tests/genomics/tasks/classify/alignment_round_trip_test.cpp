// Real alignments, where they are on this machine, in a file of its own so that skipping hides no other test.
#include <filesystem>
#include <sstream>

#include "tests/genomics/support/data_sets.h"
#include "tests/genomics/support/tagging_classifier.h"

using namespace undula;
using namespace undula::testing;

namespace {

/// SAM text without our tags and our @PG line.
std::string without_ours(const std::string& path) {
  AlignmentReader reader{InputFile(path)};
  std::string text;
  std::istringstream header(sam_hdr_str(reader.header()));
  for (std::string line; std::getline(header, line);) {
    if (!line.starts_with("@PG\tID:undula")) text += line + "\n";
  }
  AlignmentRecord record;
  kstring_t line = KS_INITIALIZE;
  while (reader.read(record)) {
    for (const char* tag : {kLabelTag, kProbabilityTag}) {
      if (uint8_t* found = bam_aux_get(record.get(), tag)) bam_aux_del(record.get(), found);
    }
    REQUIRE(sam_format1(reader.header(), record.get(), &line) >= 0);
    text += std::string(ks_str(&line)) + "\n";
  }
  ks_free(&line);
  return text;
}

}  // namespace

TEST_CASE("real alignments come back as they were but for our tags") {
  const std::filesystem::path folder = data_set("hts");
  if (folder.empty()) return;
  TaggingClassifier f;
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string suffix = entry.path().extension();
    if (suffix != ".bam" && suffix != ".sam") continue;
    INFO(entry.path());
    const AlignmentFormat format = suffix == ".bam" ? AlignmentFormat::kBam : AlignmentFormat::kUncompressedBam;
    f.tag(entry.path(), format);
    const bool same = without_ours(f.folder.path() / "out") == without_ours(entry.path());
    CHECK(same);
    ++files;
  }
  CHECK(files > 0);
}
