#include "genomics/tasks/train/language_source.h"

#include <cmath>

#include "genomics/tasks/train/language_data.h"
#include "genomics/tokenize/language_tokens.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

namespace undula::test {
namespace {

/// A contig of random bases, every tenth in lower case, with an N now and then.
std::string random_contig(const std::string& name, int64_t length, uint64_t seed) {
  std::string text = ">" + name + "\n";
  const RandomKey key(seed);
  for (uint64_t i = 0; i < static_cast<uint64_t>(length); ++i) {
    const std::string_view letters = i % 10 == 3 ? "acgt" : "ACGT";
    text += i % 101 == 50 ? 'N' : letters[static_cast<size_t>(key.below(i, 4))];
  }
  return text + "\n";
}

struct Genomes {
  Genomes() {
    paths = {folder.write("a.fa", random_contig("one", 4000, 1) + random_contig("two", 3000, 2)),
             folder.write("b.fa", random_contig("three", 2000, 3))};
  }
  testing::TempFolder folder;
  std::vector<std::string> paths;
};

}  // namespace

TEST_CASE("a causal sample reads every base one place later, and N is never a target") {
  const Genomes genomes;
  const LanguageData data = load_language_data(genomes.paths, {});
  const auto source = open_language_training(data, {HeadKind::kNextToken, 0.25, 1}, 128, true, 1);
  CHECK(source->max_length() == 128);
  Sample sample;
  int64_t unset = 0, soft = 0;
  for (int64_t i = 0; i < source->size(); ++i) {
    source->get(0, i, sample);
    REQUIRE(sample.targets.size() == 128);
    CHECK(sample.tokens[0] == kBeginToken);
    for (size_t t = 0; t + 1 < 128; ++t) {
      const uint8_t next = sample.tokens[t + 1];
      CHECK(sample.targets[t] == (next < 4 ? static_cast<int32_t>(next) : -1));
      unset += sample.targets[t] < 0;
      CHECK((sample.target_weights[t] == 1.0F || sample.target_weights[t] == 0.25F));
      soft += sample.target_weights[t] < 1;
    }
  }
  const double n = static_cast<double>(source->size() * 127);
  CHECK(static_cast<double>(unset) / n == Approx(1 / 101.0).margin(0.005));
  CHECK(static_cast<double>(soft) / n == Approx(0.1).margin(0.01));
}

TEST_CASE("15 % of the bases are asked for: 80 % of them masked, 10 % replaced, 10 % as they are") {
  const Genomes genomes;
  const LanguageData data = load_language_data(genomes.paths, {});
  const LanguageObjective objective{HeadKind::kMaskedToken, 1, 7};
  const auto source = open_language_evaluation(data, Split::kTrain, objective, 500, 0);
  double positions = 0, asked = 0, masked = 0, same = 0;
  Sample sample, again;
  for (int64_t pass = 0; pass < 20; ++pass) {
    for (int64_t i = 0; i < source->size(); ++i) {
      source->get(0, i, sample);
      source->get(0, i, again);
      CHECK(sample.tokens == again.tokens);
      for (size_t t = 0; t < sample.tokens.size(); ++t) {
        CHECK((sample.tokens[t] < 4 || sample.tokens[t] == kAmbiguousToken || sample.tokens[t] == kMaskToken));
        if (sample.tokens[t] == kAmbiguousToken) CHECK(sample.targets[t] < 0);
        positions += sample.tokens[t] != kAmbiguousToken;
        if (sample.targets[t] < 0) continue;
        ++asked;
        masked += sample.tokens[t] == kMaskToken;
        same += sample.tokens[t] == sample.targets[t];
      }
    }
  }
  CHECK(asked / positions == Approx(0.15).margin(0.012));
  CHECK(masked / asked == Approx(0.8).margin(0.035));
  CHECK(same / asked == Approx(0.125).margin(0.03));  // a replacement is the base itself one time in four
  source->get(1, 0, again);
  source->get(0, 0, sample);
  CHECK(again.tokens != sample.tokens);
}

TEST_CASE("the ends of contigs are held out, validation before test, from every genome") {
  const Genomes genomes;
  const LanguageData data = load_language_data(genomes.paths, {});
  CHECK(data.bases(Split::kTrain) == 7650);
  CHECK(data.bases(Split::kValid) == 450);
  CHECK(data.bases(Split::kTest) == 900);
  CHECK(data.splits[0].of(Split::kTest)[0] == GenomeInterval{0, {3600, 4000}});
  const std::string digest = data.digest();
  CHECK(digest == load_language_data(genomes.paths, {}).digest());
  CHECK(digest != load_language_data(genomes.paths, {.regions = "", .valid = 0.06}).digest());
}

TEST_CASE("regions are for one genome, and something must be left to train on") {
  const Genomes genomes;
  const std::string bed = genomes.folder.write("held.bed", "one\t0\t1000\ttrain\ntwo\t0\t500\ttest\n");
  const LanguageData data = load_language_data({genomes.paths[0]}, {.regions = bed});
  CHECK(data.bases(Split::kTrain) == 1000);
  CHECK(open_language_evaluation(data, Split::kValid, {}, 100, 0) == nullptr);
  testing::contains(testing::error_of(ErrorKind::kUsage, [&] { load_language_data(genomes.paths, {.regions = bed}); }),
                    "a file of regions is for one genome");
  const std::string none = genomes.folder.write("none.bed", "one\t0\t1000\ttest\n");
  testing::contains(
      testing::error_of(ErrorKind::kBadInput, [&] { load_language_data({genomes.paths[0]}, {.regions = none}); }),
      "nothing is left to train on");
}

}  // namespace undula::test
