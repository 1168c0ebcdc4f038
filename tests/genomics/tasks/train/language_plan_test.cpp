#include "genomics/tasks/train/language_plan.h"

#include "genomics/tasks/train/language_task.h"
#include "genomics/tokenize/language_tokens.h"
#include "tests/genomics/support/genome_file.h"
#include "tests/genomics/support/random_classifier.h"
#include "tests/genomics/support/random_language_model.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

namespace undula::test {
namespace {

DnaTrainOptions options_of(const std::string& task) {
  DnaTrainOptions options;
  options.task = task;
  return options;
}

}  // namespace

TEST_CASE("planning with what was resolved gives the same plan again") {
  const std::string task = GENERATE("lm", "mlm");
  DnaTrainOptions options = options_of(task);
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

TEST_CASE("long windows are cut into chunks that hold activations to 2 GiB, unless --chunk says otherwise") {
  const std::string task = GENERATE("lm", "mlm");
  DnaTrainOptions options = options_of(task);
  options.window = 262'144;
  const LanguagePlan plan = plan_language(options, 4'000'000);
  CHECK(plan.trainer.runner.schedule == (task == "lm" ? Schedule::kChunkMajor : Schedule::kLayerMajor));
  CHECK(resolved(options, plan).chunk == plan.trainer.runner.chunk);
  options.chunk = 0;
  CHECK(plan_language(options, 4'000'000).trainer.runner.schedule == Schedule::kWhole);
  CHECK(resolved(options, plan_language(options, 4'000'000)).chunk == 0);
  options.chunk = 5000;
  CHECK(plan_language(options, 4'000'000).trainer.runner.chunk == 5000);
}

TEST_CASE("a language model trained in chunks is the one trained whole, up to rounding") {
  const std::string task = GENERATE("lm", "mlm");
  const testing::TempFolder folder;
  testing::make_genome(folder, {{"one", testing::random_bases(20'000, 8)}});
  const LanguageData data = load_language_data({(folder.path() / "genome.fa").string()}, {});
  DnaTrainOptions options = options_of(task);
  options.window = 600;
  options.d_model = 16;
  options.layers = 2;
  options.batch = 4;
  options.steps = 6;
  double loss[2];
  for (const int64_t chunk : {int64_t{0}, int64_t{128}}) {
    options.chunk = chunk;
    LanguageTask run(data, plan_language(options, data.bases(Split::kTrain)), 1);
    REQUIRE(run.run(RunFolder::create((folder.path() / "run").string()), {}));
    loss[chunk > 0] = run.valid_log_loss();
  }
  CHECK(loss[1] == Approx(loss[0]).margin(5e-5));
}

TEST_CASE("what a language model cannot do is refused") {
  const auto refused = [](DnaTrainOptions options, const std::string& why) {
    testing::contains(testing::error_of(ErrorKind::kUsage, [&] { plan_language(options, 100'000); }), why);
  };
  DnaTrainOptions options = options_of("lm");
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
  DnaTrainOptions options = options_of("mlm");
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
