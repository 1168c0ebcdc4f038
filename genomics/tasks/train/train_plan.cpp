#include "genomics/tasks/train/train_plan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/train/schedule.h"
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
constexpr int64_t kKmer = 4;
constexpr int64_t kPositions = 125;  // that a model should see of its longest sequence
constexpr int64_t kBatchBases = 32768, kMicroBases = 32768;
constexpr size_t kMostActivations = size_t{2} << 30;
constexpr double kForwardShare = 0.3;  // of the time of a training step
constexpr double kMutate = 0.05;       // keeps models of few sequences from learning them by heart
constexpr double kDropout = 0.1;
constexpr int64_t kEpochs = 20, kLeastSteps = 1500, kMostSteps = 6000;

const Preset& preset(const TrainOptions& options, const TrainingFacts& facts) {
  const std::string name = options.preset != "auto" ? options.preset : facts.samples < kFewSamples ? "tiny" : "small";
  return *std::find_if(kPresets.begin(), kPresets.end(), [&](const Preset& p) { return p.name == name; });
}

ModelConfig choose_model(const TrainOptions& options, const TrainingFacts& facts, const Pretrained* from) {
  const Preset& size = preset(options, facts);
  ModelConfig model;
  model.stem = stem_of(options, facts.windows || facts.longest > kShortRecord ? StemKind::kKmer : StemKind::kConv);
  model.vocab = kVocabularySize;
  model.kmer = options.kmer > 0 ? options.kmer : kKmer;
  model.stride = 1;
  if (model.stem == StemKind::kKmer)
    model.stride = options.stride > 0 ? options.stride : std::clamp<int64_t>(facts.longest / kPositions, 1, 8);
  model.bidirectional = options.direction != "causal";
  model.d_model = options.d_model > 0 ? options.d_model : size.d_model;
  model.n_layer = options.layers > 0 ? options.layers : size.layers;
  model.d_state = options.d_state;
  model.dropout = options.dropout >= 0 ? options.dropout : facts.windows ? 0 : kDropout;
  model.n_outputs = facts.classes;
  model.strands = model_strands(options);
  if (model.strands != Strands::kSingle) model.complement = token_complement();
  if (from != nullptr) take_backbone(from->file->model->config(), model);
  model.validate();
  return model;
}

int64_t default_steps(const TrainingFacts& facts, int64_t batch) {
  return std::clamp(kEpochs * facts.samples / batch, kLeastSteps, kMostSteps);
}

}  // namespace

Strands model_strands(const TrainOptions& options) {
  if (options.strands == "ps") return Strands::kPs;
  return options.strands == "ps-exchange" ? Strands::kPsExchange : Strands::kSingle;
}

const char* strands_name(const ModelConfig& model, bool both_strands) {
  if (model.strands == Strands::kPs) return "ps";
  if (model.strands == Strands::kPsExchange) return "ps-exchange";
  return both_strands ? "both" : "one";
}

StemKind stem_of(const TrainOptions& options, StemKind automatic) {
  if (options.stem == "token") return StemKind::kToken;
  if (options.stem == "conv") return StemKind::kConv;
  return options.stem == "kmer" ? StemKind::kKmer : automatic;
}

void plan_optimizer(const TrainOptions& options, double peak, TrainerOptions& trainer) {
  trainer.evaluate_every =
      options.evaluate_every > 0 ? options.evaluate_every : std::clamp<int64_t>(trainer.steps / 20, 20, 500);
  trainer.patience = options.patience;
  trainer.seed = options.seed;
  trainer.optimizer.weight_decay = options.weight_decay;
  trainer.optimizer.rate.peak = options.learning_rate > 0 ? options.learning_rate : peak;
  trainer.optimizer.rate.steps = trainer.steps;
  trainer.optimizer.rate.warmup_steps = std::clamp<int64_t>(trainer.steps / 10, 1, 100);
}

RunnerOptions plan_schedule(const TrainOptions& options, const ModelConfig& model, int64_t rows, int64_t longest) {
  if (options.chunk < 0) return fitting_schedule(model, rows, longest, kMostActivations);
  if (options.chunk == 0) return {};
  const int64_t stride = model.stem == StemKind::kKmer ? model.stride : 1;
  if (options.chunk % stride != 0)
    throw Error(ErrorKind::kUsage, "chunks are a multiple of the stride, " + std::to_string(stride),
                "--chunk " + std::to_string(options.chunk),
                "--chunk " + std::to_string((options.chunk / stride + 1) * stride));
  return {chunked_schedule(model), options.chunk};
}

TrainPlan plan_training(const TrainOptions& options, const TrainingFacts& facts,
                        const std::shared_ptr<const Pretrained>& from) {
  if (facts.windows && options.strands == "one")
    throw Error(ErrorKind::kUsage, "windows of long records are drawn from both strands", "--strands one",
                "leave --strands out");
  TrainPlan plan;
  plan.from = from;
  plan.model = choose_model(options, facts, from.get());
  plan.both_strands = options.strands == "both" || (options.strands == "auto" && !facts.oriented);
  plan.mutate = options.mutate >= 0 ? options.mutate : facts.windows ? 0 : kMutate;
  plan.storage = options.store == "bf16" ? MatrixStorage::kBF16 : MatrixStorage::kF32;

  TrainerOptions& trainer = plan.trainer;
  const auto bases = static_cast<int64_t>(std::ceil(std::max(facts.mean_length, 1.0)));
  trainer.batch_size = options.batch > 0 ? options.batch : std::clamp<int64_t>(kBatchBases / bases, 8, 64);
  trainer.micro_batch_size =
      std::clamp<int64_t>(kMicroBases / std::max<int64_t>(facts.longest, 1), 1, trainer.batch_size);
  trainer.steps = options.steps > 0 ? options.steps : default_steps(facts, trainer.batch_size);
  if (options.class_weights == "balanced") trainer.class_weights = balanced_weights(facts.per_class);
  plan_optimizer(options, facts.windows ? 4e-3 : 2e-3, trainer);
  trainer.runner = plan_schedule(options, plan.model, trainer.micro_batch_size, std::max<int64_t>(facts.longest, 1));
  return plan;
}

std::vector<double> balanced_weights(const std::vector<int64_t>& counts) {
  const double all = static_cast<double>(std::accumulate(counts.begin(), counts.end(), int64_t{0}));
  const double classes = static_cast<double>(counts.size());
  std::vector<double> weights;
  for (const int64_t count : counts) weights.push_back(all / (classes * static_cast<double>(count)));
  return weights;
}

double estimate_seconds(const TrainerOptions& trainer, const StepCost& cost) {
  const int64_t validations = (trainer.steps + trainer.evaluate_every - 1) / trainer.evaluate_every;
  const double batches = static_cast<double>(cost.validated) / static_cast<double>(trainer.batch_size);
  return cost.seconds *
         (static_cast<double>(trainer.steps) + kForwardShare * static_cast<double>(validations) * batches);
}

int64_t steps_for_time(double minutes, const StepCost& cost,
                       const std::function<TrainerOptions(int64_t steps)>& trainer_of) {
  // More steps only ever take more time, though not in proportion: validations grow more slowly.
  int64_t enough = 1, too_many = std::max<int64_t>(2, static_cast<int64_t>(60 * minutes / cost.seconds) + 2);
  while (too_many - enough > 1) {
    const int64_t steps = enough + (too_many - enough) / 2;
    const bool fits = estimate_seconds(trainer_of(steps), cost) <= 60 * minutes;
    (fits ? enough : too_many) = steps;
  }
  return enough;
}

TrainPlan plan_for_time(TrainOptions options, const TrainingFacts& facts, const StepCost& cost,
                        const std::shared_ptr<const Pretrained>& from) {
  options.steps = steps_for_time(options.minutes, cost, [&](int64_t steps) {
    options.steps = steps;
    return plan_training(options, facts, from).trainer;
  });
  return plan_training(options, facts, from);
}

void resolve_model(const ModelConfig& model, const TrainerOptions& trainer, TrainOptions& options) {
  constexpr std::array<const char*, 3> kStems = {"token", "kmer", "conv"};
  options.minutes = 0;
  options.steps = trainer.steps;
  options.batch = trainer.batch_size;
  options.chunk = trainer.runner.schedule == Schedule::kWhole ? 0 : trainer.runner.chunk;
  options.evaluate_every = trainer.evaluate_every;
  options.learning_rate = trainer.optimizer.rate.peak;
  options.dropout = model.dropout;
  options.stem = kStems[static_cast<size_t>(model.stem)];
  options.kmer = model.kmer;
  options.stride = model.stride;
  options.d_model = model.d_model;
  options.layers = model.n_layer;
}

TrainOptions resolved(TrainOptions options, const TrainPlan& plan) {
  resolve_model(plan.model, plan.trainer, options);
  options.direction = plan.model.bidirectional ? "both" : "causal";
  options.mutate = plan.mutate;
  options.strands = strands_name(plan.model, plan.both_strands);
  return options;
}

}  // namespace undula
