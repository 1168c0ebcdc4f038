// Real variants, where they are on this machine, in a file of its own so that skipping hides no other test.
#include <htslib/vcf.h>

#include <filesystem>

#include "genomics/tasks/score/variant_task.h"
#include "tests/genomics/support/data_sets.h"
#include "tests/genomics/support/random_language_model.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

namespace {

/// Every record as VCF text without our fields.
std::vector<std::string> without_ours(const std::string& path) {
  VariantReader reader{InputFile(path)};
  std::vector<std::string> lines;
  kstring_t line = KS_INITIALIZE;
  for (VariantRecord record; reader.read(record);) {
    record.remove_info(kRatioField);
    record.remove_info(kSkipField);
    ks_clear(&line);
    REQUIRE(vcf_format(reader.header(), record.get(), &line) == 0);
    lines.emplace_back(ks_str(&line));
  }
  ks_free(&line);
  return lines;
}

}  // namespace

TEST_CASE("real variants come back as they were but for our fields") {
  const std::filesystem::path data = data_set("hts");
  if (data.empty()) return;
  const TempFolder folder;
  const std::string path = folder.path() / "lm.safetensors", out = folder.path() / "out";
  test::write_random_language_model(path, HeadKind::kNextToken, 64);
  LanguageModel model(path, 1);
  const std::string copy = folder.path() / "q.fa";
  std::filesystem::copy_file(data / "na12878-chr22-tiny" / "q.fa", copy);
  const IndexedFasta reference(copy);
  int files = 0;
  int64_t scored = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data)) {
    const std::string name = entry.path().string();
    if (!name.ends_with(".vcf") && !name.ends_with(".vcf.gz")) continue;
    INFO(name);
    VariantReader reader{InputFile(name)};
    VariantTask task(model, reference, {});
    VariantWriter writer({out, VariantFormat::kBgzipVcf, true}, reader, task.fields("m"), {"1.0", "undula"});
    task.run(reader, writer, [](int64_t) {});
    writer.commit();
    const bool same = without_ours(out) == without_ours(name);
    CHECK(same);
    scored += task.totals().scored;
    ++files;
  }
  CHECK(files == 5);
  CHECK(scored == 30);  // of q: 16 calls and 14 of the truth; no other contig is in the reference
}
