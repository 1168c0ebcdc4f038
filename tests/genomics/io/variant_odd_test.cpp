// The specification's own files, where they are on this machine, in a file of its own so that skipping hides no other
// test.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "genomics/io/variant_reader.h"
#include "genomics/io/variant_writer.h"
#include "tests/genomics/support/data_sets.h"
#include "tests/genomics/support/errors.h"
#include "tests/genomics/support/temp_folder.h"

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
  const std::filesystem::path folder = data_set("hts-odd");
  if (folder.empty()) return;
  const TempFolder files;
  const std::string unpack = "tar xzf '" + (folder / "vcf.tar.gz").string() + "' -C '" + files.path().string() + "'";
  REQUIRE(std::system(unpack.c_str()) == 0);
  std::ifstream manifest(folder / "manifest.tsv");
  const std::string out = files.path() / "out.vcf";
  int passed = 0, stopped = 0, taken = 0;
  for (std::string line; std::getline(manifest, line);) {
    std::istringstream fields(line);
    std::string archive, member, format, expected;
    fields >> archive >> member >> format >> expected;
    if (archive != "vcf.tar.gz") continue;
    INFO(member);
    const std::string path = files.path() / member;
    try {
      const int64_t records = copy(path, out);
      CHECK(count_records(out) == records);
      ++(expected == "passed" ? passed : taken);
    } catch (const Error& error) {
      CHECK(expected == "failed");
      CHECK(error.kind() == ErrorKind::kBadInput);
      CHECK(error.where().starts_with(path));
      ++stopped;
    }
  }
  CHECK(passed == 76);
  CHECK(stopped + taken == 607);
}
