#include "genomics/tasks/train/train_plan.h"

#include "core/base/error.h"
#include "tests/support/catch.h"

using namespace undula;

namespace {

TrainingFacts reads() {
  TrainingFacts facts;
  facts.classes = 4;
  facts.samples = 50000;
  facts.shortest = 150;
  facts.longest = 1000;
  facts.mean_length = 487.5;
  facts.windows = true;
  return facts;
}

}  // namespace

TEST_CASE("a plan chooses the stem and the strands from the data") {
  const TrainPlan plan = plan_training({}, reads());
  CHECK(plan.model.stem == StemKind::kKmer);
  CHECK(plan.model.stride == 8);
  CHECK(plan.model.n_outputs == 4);
  CHECK(plan.both_strands);
  TrainingFacts promoters = reads();
  promoters.windows = false;
  promoters.shortest = promoters.longest = 70;
  promoters.oriented = true;
  CHECK(plan_training({}, promoters).model.stem == StemKind::kConv);
  CHECK_FALSE(plan_training({}, promoters).both_strands);
}

TEST_CASE("planning with the resolved options gives the same plan") {
  DnaTrainOptions options;
  options.preset = "tiny";
  options.minutes = 3;
  const TrainPlan plan = plan_for_time(options, reads(), {0.1, 4000});
  const DnaTrainOptions all = resolved(options, plan);
  const TrainPlan again = plan_training(all, reads());
  CHECK(again.model.to_metadata() == plan.model.to_metadata());
  CHECK(again.trainer.steps == plan.trainer.steps);
  CHECK(again.trainer.batch_size == plan.trainer.batch_size);
  CHECK(again.trainer.evaluate_every == plan.trainer.evaluate_every);
  CHECK(again.trainer.optimizer.rate.warmup_steps == plan.trainer.optimizer.rate.warmup_steps);
  CHECK(again.both_strands == plan.both_strands);
}

TEST_CASE("a model of both strands is neither augmented nor averaged, and knows the complement") {
  const auto [name, strands] = GENERATE(std::pair{"ps", Strands::kPs}, std::pair{"ps-exchange", Strands::kPsExchange});
  DnaTrainOptions options;
  options.strands = name;
  const TrainPlan plan = plan_training(options, reads());
  CHECK(plan.model.strands == strands);
  CHECK(plan.model.complement == std::vector<int64_t>{3, 2, 1, 0});
  CHECK_FALSE(plan.both_strands);
  CHECK(resolved(options, plan).strands == name);
  CHECK(plan_training({}, reads()).model.strands == Strands::kSingle);
}

TEST_CASE("minutes become the most steps that they hold") {
  const StepCost cost{0.05, 4000};
  for (const double minutes : {0.02, 0.5, 5.0, 60.0}) {
    DnaTrainOptions options;
    options.minutes = minutes;
    const TrainPlan plan = plan_for_time(options, reads(), cost);
    INFO(minutes << " minutes, " << plan.trainer.steps << " steps");
    CHECK((plan.trainer.steps == 1 || estimate_seconds(plan.trainer, cost) <= 60 * minutes));
    options.steps = plan.trainer.steps + plan.trainer.steps / 10 + 1;
    CHECK(estimate_seconds(plan_training(options, reads()).trainer, cost) > 60 * minutes);
  }
}

TEST_CASE("balanced weights make every class count the same") {
  DnaTrainOptions options;
  TrainingFacts facts = reads();
  facts.windows = false;
  facts.samples = 100;
  facts.per_class = {70, 20, 6, 4};
  CHECK(plan_training(options, facts).trainer.class_weights.empty());
  options.class_weights = "balanced";
  const std::vector<double> weights = plan_training(options, facts).trainer.class_weights;
  REQUIRE(weights.size() == 4);
  for (size_t c = 0; c < 4; ++c) CHECK(weights[c] * static_cast<double>(facts.per_class[c]) == Approx(25));
}

TEST_CASE("windows of long records cannot be kept to one strand") {
  DnaTrainOptions options;
  options.strands = "one";
  CHECK_THROWS_AS(plan_training(options, reads()), Error);
}
