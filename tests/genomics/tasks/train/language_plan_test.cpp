#include "genomics/tasks/train/language_plan.h"

#include "genomics/tokenize/language_tokens.h"
#include "tests/genomics/support/random_classifier.h"
#include "tests/genomics/support/random_language_model.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

namespace undula::test {
namespace {

TrainOptions options_of(const std::string& task) {
  TrainOptions options;
  options.task = task;
  return options;
}

}  // namespace

TEST_CASE("planning with what was resolved gives the same plan again") {
  const std::string task = GENERATE("lm", "mlm");
  TrainOptions options = options_of(task);
  options.window = GENERATE(512, 4096);
  const LanguagePlan plan = plan_language(options, 4'000'000);
  CHECK(plan.model.bidirectional == (task == "mlm"));
  CHECK(plan.model.stride == 1);
  CHECK(plan.model.n_outputs == kPredictedTokens);
  CHECK((plan.trainer.length_warmup.steps > 0) == (options.window == 4096));
  const LanguagePlan again = plan_language(resolved(options, plan), 1000);
  CHECK(again.model.to_metadata() == plan.model.to_metadata());
  CHECK(again.trainer.steps == plan.trainer.steps);
  CHECK(again.trainer.batch_size == plan.trainer.batch_size);
  CHECK(again.trainer.evaluate_every == plan.trainer.evaluate_every);
  CHECK(again.trainer.length_warmup.steps == plan.trainer.length_warmup.steps);
  CHECK(again.window == plan.window);
}

TEST_CASE("what a language model cannot do is refused") {
  const auto refused = [](TrainOptions options, const std::string& why) {
    testing::contains(testing::error_of(ErrorKind::kUsage, [&] { plan_language(options, 100'000); }), why);
  };
  TrainOptions options = options_of("lm");
  options.direction = "both";
  refused(options, "cannot see what is behind it");
  options = options_of("mlm");
  options.stride = 4;
  refused(options, "answers at every base");
  options = options_of("lm");
  options.lengths = {100};
  refused(options, "windows of one length");
}

TEST_CASE("a model to start from gives its backbone, and must know the tokens of a language model") {
  const testing::TempFolder folder;
  const std::string language = folder.path() / "lm.safetensors", classifier = folder.path() / "class.safetensors";
  write_random_language_model(language, HeadKind::kMaskedToken);
  write_random_classifier(classifier, 100);
  TrainOptions options = options_of("mlm");
  options.from = language;
  const auto from = std::make_shared<const Pretrained>(Pretrained::load(language, "1"));
  const LanguagePlan plan = plan_language(options, 100'000, from);
  CHECK(plan.model.stem == StemKind::kConv);
  CHECK(plan.model.d_model == 16);
  testing::contains(testing::error_of(ErrorKind::kUsage, [&] { Pretrained::load(language, "3"); }), "has 2 blocks");
  testing::contains(testing::error_of(ErrorKind::kUsage, [&] { Pretrained::load(language, "some"); }),
                    "nothing to freeze: 'some'");
  const auto reads = std::make_shared<const Pretrained>(Pretrained::load(classifier, "none"));
  testing::contains(testing::error_of(ErrorKind::kUsage, [&] { plan_language(options, 100'000, reads); }),
                    "answers every 2 bases");
}

}  // namespace undula::test
