// The specification's own files, where they are on this machine, in a file of its own so that skipping hides no other
// test.
#include <htslib/sam.h>

#include "genomics/io/alignment_reader.h"
#include "genomics/io/alignment_writer.h"
#include "tests/genomics/support/odd_files.h"
#include "tests/support/errors.h"

using namespace undula;
using namespace undula::testing;

namespace {

/// Everything that classification sees of the records, one line each.
std::string reads(const std::string& path, const std::string& reference, int threads = 1) {
  AlignmentReader reader(InputFile(path, threads), {reference, {}});
  std::string text, part;
  for (AlignmentRecord record; reader.read(record);) {
    text += record.read_id() + " " + std::to_string(record.flags());
    record.bases(part);
    text += " " + part;
    record.quality(part);
    CHECK((part.empty() || static_cast<int>(part.size()) == record.get()->core.l_qseq));
    text += " " + part + "\n";
  }
  return text;
}

/// Copies a file as BAM, and gives what `reads` gives of it.
std::string copied_reads(const std::string& path, const std::string& reference, const std::string& to) {
  AlignmentReader reader(InputFile(path), {reference, {}});
  AlignmentWriter writer(to, AlignmentFormat::kBam, reader, ProgramLine{"1.0", "undula"});
  for (AlignmentRecord record; reader.read(record);) {
    record.set_tag("ul", "x");
    writer.write(record);
  }
  writer.commit();
  return reads(to, "");
}

/// Reads all files: valid ones whole, others whole or up to an error that names the file. Gives how many of either kind
/// were read.
std::pair<int, int> read_all(const OddFiles& odd, const std::string& reference) {
  const std::string out = odd.folder() / "out.bam";
  int valid = 0, invalid = 0;
  for (const OddFile& file : odd.files()) {
    INFO(file.member);
    try {
      const std::string text = reads(file.path, reference);
      CHECK(reads(file.path, reference, 3) == text);
      const std::string copied = copied_reads(file.path, reference, out);
      CHECK(copied == text);
      const std::string twin = file.path.substr(0, file.path.rfind('.')) + ".sam";
      if (file.valid && std::filesystem::exists(twin) && std::filesystem::file_size(twin) > 0)
        CHECK(reads(twin, "") == text);
      ++(file.valid ? valid : invalid);
    } catch (const Error& error) {
      INFO(error.message());
      CHECK_FALSE(file.valid);
      CHECK(error.kind() == ErrorKind::kBadInput);
      CHECK(error.message().find(file.path) != std::string::npos);
    }
  }
  return {valid, invalid};
}

}  // namespace

TEST_CASE("odd SAM and BAM: valid files are read and come back, others stop with the file named or do as well") {
  const OddFiles odd("sam");
  if (odd.files().empty()) return;
  const auto [valid, invalid] = read_all(odd, "");
  CHECK(valid == 84);
  CHECK(invalid < 108);
}

TEST_CASE("odd CRAM: valid files hold the reads of their SAM twins, others stop with the file named") {
  const OddFiles odd("cram");
  if (odd.files().empty()) return;
  const auto [valid, invalid] = read_all(odd, odd.folder() / "cram" / "ce.fa");
  CHECK(valid == 66);
  CHECK(invalid == 0);
}
