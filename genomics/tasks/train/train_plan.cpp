#include "genomics/tasks/train/train_plan.h"

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
constexpr int64_t kKmer = 4;
constexpr int64_t kPositions = 125;  // that a model should see of its longest sequence
constexpr int64_t kBatchBases = 32768, kMicroBases = 32768;
constexpr double kMutate = 0.05;  // keeps models of few sequences from learning them by heart
constexpr double kDropout = 0.1;
constexpr int64_t kEpochs = 20, kLeastSteps = 1500, kMostSteps = 6000;

const Preset& preset(const DnaTrainOptions& options, const TrainingFacts& facts) {
  const std::string name = options.preset != "auto" ? options.preset : facts.samples < kFewSamples ? "tiny" : "small";
  return *std::find_if(kPresets.begin(), kPresets.end(), [&](const Preset& p) { return p.name == name; });
}

ModelConfig choose_model(const DnaTrainOptions& options, const TrainingFacts& facts, const Pretrained* from) {
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
  set_mixers(options, model);
  if (from != nullptr) take_backbone(from->file->model->config(), model);
  model.validate();
  return model;
}

int64_t default_steps(const TrainingFacts& facts, int64_t batch) {
  return std::clamp(kEpochs * facts.samples / batch, kLeastSteps, kMostSteps);
}

}  // namespace

Strands model_strands(const DnaTrainOptions& options) {
  if (options.strands == "ps") return Strands::kPs;
  return options.strands == "ps-exchange" ? Strands::kPsExchange : Strands::kSingle;
}

const char* strands_name(const ModelConfig& model, bool both_strands) {
  if (model.strands == Strands::kPs) return "ps";
  if (model.strands == Strands::kPsExchange) return "ps-exchange";
  return both_strands ? "both" : "one";
}

TrainPlan plan_training(const DnaTrainOptions& options, const TrainingFacts& facts,
                        const std::shared_ptr<const Pretrained>& from) {
  if (facts.windows && options.strands == "one")
    throw Error(ErrorKind::kUsage, "windows of long records are drawn from both strands", "--strands one",
                "leave --strands out");
  TrainPlan plan;
  plan.from = from;
  plan.model = choose_model(options, facts, from.get());
  plan.both_strands = options.strands == "both" || (options.strands == "auto" && !facts.oriented);
  plan.mutate = options.mutate >= 0 ? options.mutate : facts.windows ? 0 : kMutate;
  plan.storage = storage_of(options);

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

TrainPlan plan_for_time(DnaTrainOptions options, const TrainingFacts& facts, const StepCost& cost,
                        const std::shared_ptr<const Pretrained>& from) {
  options.steps = steps_for_time(options.minutes, cost, [&](int64_t steps) {
    options.steps = steps;
    return plan_training(options, facts, from).trainer;
  });
  return plan_training(options, facts, from);
}

DnaTrainOptions resolved(DnaTrainOptions options, const TrainPlan& plan) {
  resolve_model(plan.model, plan.trainer, options);
  options.kmer = plan.model.kmer;
  options.direction = plan.model.bidirectional ? "both" : "causal";
  options.mutate = plan.mutate;
  options.strands = strands_name(plan.model, plan.both_strands);
  return options;
}

}  // namespace undula
