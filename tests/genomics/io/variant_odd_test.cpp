// The specification's own files, where they are on this machine, in a file of its own so that skipping hides no other
// test.
#include "genomics/io/variant_reader.h"
#include "genomics/io/variant_writer.h"
#include "tests/genomics/support/odd_files.h"
#include "tests/support/errors.h"

using namespace undula;
using namespace undula::testing;

namespace {

int64_t count_records(const std::string& path) {
  VariantReader reader{InputFile(path)};
  int64_t records = 0;
  for (VariantRecord record; reader.read(record);) ++records;
  return records;
}

/// Copies the variants of a file, and gives their number.
int64_t copy(const std::string& from, const std::string& to) {
  VariantReader reader{InputFile(from)};
  VariantWriter writer({to}, reader, {{"X", "String", "x"}}, {"1.0", "undula"});
  int64_t records = 0;
  for (VariantRecord record; reader.read(record); ++records) {
    record.set_info("X", "x");
    writer.write(record);
  }
  writer.commit();
  return records;
}

}  // namespace

TEST_CASE("variants: valid files come out whole, invalid ones stop at a named record or come out whole") {
  const OddFiles odd("vcf");
  if (odd.files().empty()) return;
  const std::string out = odd.folder() / "out.vcf";
  int passed = 0, stopped = 0, taken = 0;
  for (const OddFile& file : odd.files()) {
    INFO(file.member);
    try {
      const int64_t records = copy(file.path, out);
      CHECK(count_records(out) == records);
      ++(file.valid ? passed : taken);
    } catch (const Error& error) {
      CHECK_FALSE(file.valid);
      CHECK(error.kind() == ErrorKind::kBadInput);
      CHECK(error.where().starts_with(file.path));
      ++stopped;
    }
  }
  CHECK(passed == 76);
  CHECK(stopped + taken == 607);
}
