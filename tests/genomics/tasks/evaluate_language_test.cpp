#include "genomics/tasks/evaluate_language.h"

#include <cmath>
#include <numbers>

#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "tests/genomics/support/random_language_model.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

namespace undula::test {
namespace {

std::string random_genome(int64_t length) {
  std::string text = ">one\n";
  for (uint64_t i = 0; i < static_cast<uint64_t>(length); ++i) text += i == 70 ? 'N' : "ACGT"[RandomKey(5).below(i, 4)];
  return text + "\n";
}

}  // namespace

TEST_CASE("bits per base are the mean over all blocks, beside a Markov model of the training part") {
  const testing::TempFolder folder;
  const std::string path = folder.path() / "lm.safetensors";
  write_random_language_model(path);
  const std::string text = random_genome(25'000), genome = folder.write("g.fa", text);
  LanguageModel model(path, 2);
  LanguageEvaluateOptions options;
  options.genomes = {genome};
  options.split = "all";
  const LanguageEvaluation found = evaluate_language_model(model, options);
  CHECK(found.bases == 24'999);
  double bits = 0;
  for (int64_t begin = 0; begin < 25'000; begin += kEvaluatedBlock) {
    const std::vector<uint8_t> tokens = tokenize(std::string_view(text).substr(
        static_cast<size_t>(5 + begin), static_cast<size_t>(std::min(kEvaluatedBlock, 25'000 - begin))));
    const LogProbabilities table = model.log_probabilities(std::span(&tokens, 1))[0];
    for (size_t t = 0; t < tokens.size(); ++t)
      bits -= log_probability_of(table, static_cast<int64_t>(t), tokens[t]) / std::numbers::ln2;
  }
  CHECK(found.model.value == Approx(bits / 24'999).epsilon(1e-9));
  CHECK(found.model.low <= found.model.value);
  CHECK(found.model.high >= found.model.value);
  CHECK_FALSE(found.markov);  // the card has no shares, so nothing is for validation
  options.split = "test";
  testing::contains(testing::error_of(ErrorKind::kUsage, [&] { evaluate_language_model(model, options); }),
                    "no base to judge in this split");
  options.regions =
      folder.write("parts.bed", "one\t0\t15000\ttrain\none\t15000\t18000\tvalid\none\t18000\t25000\ttest\n");
  const LanguageEvaluation beside = evaluate_language_model(model, options);
  CHECK(beside.bases == 7000);
  REQUIRE(beside.markov);
  CHECK(beside.baseline.value == Approx(2).margin(0.02));
  CHECK(beside.difference.value == Approx(beside.model.value - beside.baseline.value));
}

TEST_CASE("a masked model is judged at 15 % of the bases, the same ones each time") {
  const testing::TempFolder folder;
  const std::string path = folder.path() / "mlm.safetensors";
  write_random_language_model(path, HeadKind::kMaskedToken);
  LanguageModel model(path, 2);
  LanguageEvaluateOptions options;
  options.genomes = {folder.write("g.fa", random_genome(12'000))};
  options.split = "all";
  const LanguageEvaluation found = evaluate_language_model(model, options);
  CHECK(static_cast<double>(found.bases) / 12'000 == Approx(0.15).margin(0.015));
  CHECK(evaluate_language_model(model, options).model.value == found.model.value);
}

}  // namespace undula::test
