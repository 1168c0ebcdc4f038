#include "genomics/tasks/train/training_profile.h"

#include "core/base/random.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

namespace undula::test {

TEST_CASE("the profile of training data leaves out what is held out") {
  const testing::TempFolder folder;
  std::string bases;
  for (uint64_t i = 0; i < 2000; ++i) bases += "ACGT"[RandomKey(1).below(i, 4)];
  bases.replace(1000, 1000, std::string(1000, 'G'));
  const std::string path = folder.write("g.fa", ">g\n" + bases + "\n");
  const std::string regions = folder.write("g.bed", "g\t0\t1000\ttrain\ng\t1000\t2000\ttest\n");
  const LanguageData data = load_language_data({path}, {.regions = regions});
  KmerProfile want;
  want.add(tokenize(bases.substr(0, 1000)));
  CHECK(training_profile(data).gc() == want.gc());
  CHECK(divergence(training_profile(data), want) == Approx(0).margin(1e-12));
}

}  // namespace undula::test
