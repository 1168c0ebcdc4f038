#include "genomics/tasks/train_plan.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/error.h"
#include "genomics/alphabet/nucleotide.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"

namespace undula {
namespace {

struct Preset {
  const char* name;
  int64_t d_model, layers;
};
constexpr std::array<Preset, 3> kPresets = {{{"tiny", 40, 1}, {"small", 64, 2}, {"base", 128, 4}}};

constexpr int64_t kFewSamples = 1000;  // below this a larger model only remembers them
constexpr int64_t kShortRecord = 512;  // up to this length a filter that sees every base learns more than k-mers
constexpr int64_t kPositions = 125;    // that a model should see of its longest sequence
constexpr int64_t kBatchBases = 32768, kMicroBases = 32768;
constexpr double kForwardShare = 0.3;  // of the time of a training step
constexpr double kMutate = 0.05;       // keeps models of few sequences from learning them by heart
constexpr double kDropout = 0.1;
constexpr int64_t kEpochs = 20, kLeastSteps = 1500, kMostSteps = 6000;

const Preset& preset(const TrainOptions& options, const TrainingFacts& facts) {
  const std::string name = options.preset != "auto" ? options.preset : facts.samples < kFewSamples ? "tiny" : "small";
  return *std::find_if(kPresets.begin(), kPresets.end(), [&](const Preset& p) { return p.name == name; });
}

/// How the model treats strands; kSingle leaves them to augmentation and averaging.
Strands model_strands(const TrainOptions& options) {
  if (options.strands == "ps") return Strands::kPs;
  return options.strands == "ps-exchange" ? Strands::kPsExchange : Strands::kSingle;
}

const char* strands_name(const TrainPlan& plan) {
  if (plan.model.strands == Strands::kPs) return "ps";
  if (plan.model.strands == Strands::kPsExchange) return "ps-exchange";
  return plan.both_strands ? "both" : "one";
}

StemKind stem(const TrainOptions& options, const TrainingFacts& facts) {
  if (options.stem == "token") return StemKind::kToken;
  if (options.stem == "conv") return StemKind::kConv;
  if (options.stem == "kmer") return StemKind::kKmer;
  return facts.windows || facts.longest > kShortRecord ? StemKind::kKmer : StemKind::kConv;
}

ModelConfig choose_model(const TrainOptions& options, const TrainingFacts& facts) {
  const Preset& size = preset(options, facts);
  ModelConfig model;
  model.stem = stem(options, facts);
  model.vocab = kVocabularySize;
  model.kmer = options.kmer;
  model.stride = 1;
  if (model.stem == StemKind::kKmer)
    model.stride = options.stride > 0 ? options.stride : std::clamp<int64_t>(facts.longest / kPositions, 1, 8);
  model.bidirectional = options.direction == "both";
  model.d_model = options.d_model > 0 ? options.d_model : size.d_model;
  model.n_layer = options.layers > 0 ? options.layers : size.layers;
  model.d_state = options.d_state;
  model.dropout = options.dropout >= 0 ? options.dropout : facts.windows ? 0 : kDropout;
  model.n_outputs = facts.classes;
  model.strands = model_strands(options);
  if (model.strands != Strands::kSingle) model.complement = token_complement();
  model.validate();
  return model;
}

int64_t default_steps(const TrainingFacts& facts, int64_t batch) {
  return std::clamp(kEpochs * facts.samples / batch, kLeastSteps, kMostSteps);
}

/// Weights under which every class counts the same, and a sample 1 on average; empty where they do so anyway.
std::vector<double> class_weights(const TrainOptions& options, const TrainingFacts& facts) {
  std::vector<double> weights;
  if (options.class_weights != "balanced") return weights;
  const double classes = static_cast<double>(facts.per_class.size());
  for (const int64_t count : facts.per_class)
    weights.push_back(static_cast<double>(facts.samples) / (classes * static_cast<double>(count)));
  return weights;
}

}  // namespace

TrainPlan plan_training(const TrainOptions& options, const TrainingFacts& facts) {
  if (facts.windows && options.strands == "one")
    throw Error(ErrorKind::kUsage, "windows of long records are drawn from both strands", "--strands one",
                "leave --strands out");
  TrainPlan plan;
  plan.model = choose_model(options, facts);
  plan.both_strands = options.strands == "both" || (options.strands == "auto" && !facts.oriented);
  plan.mutate = options.mutate >= 0 ? options.mutate : facts.windows ? 0 : kMutate;
  plan.storage = options.store == "bf16" ? MatrixStorage::kBF16 : MatrixStorage::kF32;

  TrainerOptions& trainer = plan.trainer;
  const auto bases = static_cast<int64_t>(std::ceil(std::max(facts.mean_length, 1.0)));
  trainer.batch_size = options.batch > 0 ? options.batch : std::clamp<int64_t>(kBatchBases / bases, 8, 64);
  trainer.micro_batch_size =
      std::clamp<int64_t>(kMicroBases / std::max<int64_t>(facts.longest, 1), 1, trainer.batch_size);
  trainer.steps = options.steps > 0 ? options.steps : default_steps(facts, trainer.batch_size);
  trainer.evaluate_every =
      options.evaluate_every > 0 ? options.evaluate_every : std::clamp<int64_t>(trainer.steps / 20, 20, 500);
  trainer.patience = options.patience;
  trainer.class_weights = class_weights(options, facts);
  trainer.seed = options.seed;
  trainer.optimizer.weight_decay = options.weight_decay;
  trainer.optimizer.rate.peak = options.learning_rate > 0 ? options.learning_rate : facts.windows ? 4e-3 : 2e-3;
  trainer.optimizer.rate.steps = trainer.steps;
  trainer.optimizer.rate.warmup_steps = std::clamp<int64_t>(trainer.steps / 10, 1, 100);
  return plan;
}

double estimate_seconds(const TrainerOptions& trainer, const StepCost& cost) {
  const int64_t validations = (trainer.steps + trainer.evaluate_every - 1) / trainer.evaluate_every;
  const double batches = static_cast<double>(cost.validated) / static_cast<double>(trainer.batch_size);
  return cost.seconds *
         (static_cast<double>(trainer.steps) + kForwardShare * static_cast<double>(validations) * batches);
}

TrainPlan plan_for_time(TrainOptions options, const TrainingFacts& facts, const StepCost& cost) {
  // More steps only ever take more time, though not in proportion: validations grow more slowly.
  int64_t enough = 1, too_many = std::max<int64_t>(2, static_cast<int64_t>(60 * options.minutes / cost.seconds) + 2);
  while (too_many - enough > 1) {
    options.steps = enough + (too_many - enough) / 2;
    const bool fits = estimate_seconds(plan_training(options, facts).trainer, cost) <= 60 * options.minutes;
    (fits ? enough : too_many) = options.steps;
  }
  options.steps = enough;
  return plan_training(options, facts);
}

TrainOptions resolved(TrainOptions options, const TrainPlan& plan) {
  constexpr std::array<const char*, 3> kStems = {"token", "kmer", "conv"};
  options.minutes = 0;
  options.steps = plan.trainer.steps;
  options.batch = plan.trainer.batch_size;
  options.evaluate_every = plan.trainer.evaluate_every;
  options.learning_rate = plan.trainer.optimizer.rate.peak;
  options.mutate = plan.mutate;
  options.dropout = plan.model.dropout;
  options.strands = strands_name(plan);
  options.stem = kStems[static_cast<size_t>(plan.model.stem)];
  options.stride = plan.model.stride;
  options.d_model = plan.model.d_model;
  options.layers = plan.model.n_layer;
  return options;
}

}  // namespace undula
