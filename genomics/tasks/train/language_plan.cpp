#include "genomics/tasks/train/language_plan.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "genomics/tokenize/language_tokens.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"

namespace undula {
namespace {

struct Preset {
  const char* name;
  int64_t d_model, layers;
};
constexpr std::array<Preset, 3> kPresets = {{{"tiny", 64, 1}, {"small", 96, 2}, {"base", 128, 4}}};

constexpr int64_t kWindow = 1024;
constexpr int64_t kKmer = 6;
constexpr int64_t kBatchBases = 16384, kMicroBases = 32768;
constexpr int64_t kEpochs = 20, kLeastSteps = 500, kMostSteps = 20000;
constexpr int64_t kLongWindow = 4096;   // from here on training begins with pieces ...
constexpr double kLengthWarmup = 0.25;  // ... in this share of the steps
constexpr double kPeakRate = 4e-3;

[[noreturn]] void refuse(const std::string& what, const std::string& where, const std::string& hint) {
  throw Error(ErrorKind::kUsage, what, where, hint);
}

void check(const TrainOptions& options, bool causal) {
  if (!options.lengths.empty())
    refuse("a language model reads windows of one length", "--lengths", "--window " + std::to_string(kWindow));
  if (options.stride > 1)
    refuse("a language model answers at every base", "--stride " + std::to_string(options.stride), "leave it out");
  if (options.mutate > 0) refuse("a language model learns sequences as they are", "--mutate", "leave it out");
  if (options.class_weights != "none")
    refuse("a language model has no classes", "--class-weights " + options.class_weights, "leave it out");
  if (causal && options.direction == "both")
    refuse("a model that predicts the next base cannot see what is behind it", "--direction both", "--task mlm");
}

const Preset& preset(const TrainOptions& options) {
  const std::string name = options.preset == "auto" ? "base" : options.preset;
  return *std::find_if(kPresets.begin(), kPresets.end(), [&](const Preset& p) { return p.name == name; });
}

ModelConfig choose_model(const TrainOptions& options, bool causal, const Pretrained* from) {
  const Preset& size = preset(options);
  ModelConfig model;
  // A mask hides every k-mer that it is in; a filter over single bases sees the others.
  model.stem = stem_of(options, causal ? StemKind::kKmer : StemKind::kConv);
  model.kmer = options.kmer > 0 ? options.kmer : kKmer;
  model.vocab = kLanguageVocabulary;
  model.bidirectional = !causal && options.direction != "causal";
  model.d_model = options.d_model > 0 ? options.d_model : size.d_model;
  model.n_layer = options.layers > 0 ? options.layers : size.layers;
  model.d_state = options.d_state;
  model.dropout = std::max(options.dropout, 0.0);
  model.head = causal ? HeadKind::kNextToken : HeadKind::kMaskedToken;
  model.n_outputs = kPredictedTokens;
  model.strands = model_strands(options);
  if (model.strands != Strands::kSingle) model.complement = token_complement();
  if (from != nullptr) {
    take_backbone(from->file->model->config(), model);
    if (model.stem == StemKind::kKmer) model.vocab = kLanguageVocabulary;  // its table has no rows for other tokens
    if (model.vocab != kLanguageVocabulary)
      refuse("the model to start from has no token for a mask or a beginning", "--from " + options.from,
             "a language model, or one with a k-mer stem");
  }
  model.validate();
  return model;
}

}  // namespace

LanguagePlan plan_language(const TrainOptions& options, int64_t bases, const std::shared_ptr<const Pretrained>& from) {
  const bool causal = options.task == "lm";
  check(options, causal);
  LanguagePlan plan;
  plan.from = from;
  plan.model = choose_model(options, causal, from.get());
  plan.objective = {plan.model.head, options.soft_mask_weight, options.seed};
  plan.window = options.window > 0 ? options.window : kWindow;
  plan.both_strands = options.strands != "one";
  plan.storage = options.store == "bf16" ? MatrixStorage::kBF16 : MatrixStorage::kF32;

  TrainerOptions& trainer = plan.trainer;
  trainer.batch_size = options.batch > 0 ? options.batch : std::max<int64_t>(kBatchBases / plan.window, 1);
  trainer.micro_batch_size = std::clamp<int64_t>(kMicroBases / plan.window, 1, trainer.batch_size);
  const int64_t epoch = std::max<int64_t>(bases / (trainer.batch_size * plan.window), 1);
  trainer.steps = options.steps > 0 ? options.steps : std::clamp(kEpochs * epoch, kLeastSteps, kMostSteps);
  const double share = options.length_warmup >= 0   ? options.length_warmup
                       : plan.window >= kLongWindow ? kLengthWarmup
                                                    : 0;
  trainer.length_warmup.steps = static_cast<int64_t>(share * static_cast<double>(trainer.steps));
  plan_optimizer(options, kPeakRate, trainer);
  return plan;
}

LanguagePlan plan_language_for_time(TrainOptions options, int64_t bases, const StepCost& cost,
                                    const std::shared_ptr<const Pretrained>& from) {
  options.steps = steps_for_time(options.minutes, cost, [&](int64_t steps) {
    options.steps = steps;
    return plan_language(options, bases, from).trainer;
  });
  return plan_language(options, bases, from);
}

TrainOptions resolved(TrainOptions options, const LanguagePlan& plan) {
  resolve_model(plan.model, plan.trainer, options);
  options.direction = plan.model.bidirectional ? "both" : "causal";
  options.strands = strands_name(plan.model, plan.both_strands);
  options.window = plan.window;
  options.length_warmup =
      static_cast<double>(plan.trainer.length_warmup.steps) / static_cast<double>(plan.trainer.steps);
  return options;
}

}  // namespace undula
