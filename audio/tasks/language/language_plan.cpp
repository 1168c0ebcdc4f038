#include "audio/tasks/language/language_plan.h"

#include <algorithm>
#include <array>

#include "audio/baseline/code_counts.h"
#include "core/base/error.h"

namespace undula {
namespace {

struct Preset {
  const char* name;
  int64_t d_model, layers;
};
constexpr std::array<Preset, 3> kPresets = {{{"tiny", 32, 2}, {"small", 64, 4}, {"base", 96, 6}}};

constexpr int64_t kWindow = 4096;  // samples
constexpr int64_t kBatchTokens = 16384, kMicroTokens = 16384;
constexpr int64_t kEpochs = 5, kLeastSteps = 500, kMostSteps = 20000;
constexpr int64_t kLittleSound = 200'000, kMuchSound = 4'000'000;  // samples
constexpr double kLongMinutes = 15;
constexpr double kPeakRate = 4e-3;

[[noreturn]] void refuse(const std::string& what, const std::string& where, const std::string& hint) {
  throw Error(ErrorKind::kUsage, what, where, hint);
}

void check(const SoundTrainOptions& options) {
  if (options.task != "lm")
    refuse("sound has no task '" + options.task + "'", "--task " + options.task, "--task lm or --task classify");
  if (options.direction == "both")
    refuse("a model that predicts the next sample cannot see what is behind it", "--direction both", "leave it out");
  if (options.stride > 1)
    refuse("a language model answers at every sample", "--stride " + std::to_string(options.stride), "leave it out");
  if (options.class_weights != "none")
    refuse("a language model has no classes", "--class-weights " + options.class_weights, "leave it out");
  const StemKind stem = stem_of(options, StemKind::kToken);
  if (stem != StemKind::kToken && stem != StemKind::kConv)
    refuse("a language model of sound reads codes", "--stem " + options.stem, "--stem token or --stem conv");
}

/// The size that data and time call for.
std::string fitting_preset(const SoundTrainOptions& options, int64_t samples) {
  if (samples < kLittleSound) return "tiny";
  return options.minutes >= kLongMinutes && samples >= kMuchSound ? "base" : "small";
}

ModelConfig choose_model(const SoundTrainOptions& options, int64_t samples, const Pretrained* from) {
  const std::string name = options.preset == "auto" ? fitting_preset(options, samples) : options.preset;
  const Preset& size =
      *std::find_if(kPresets.begin(), kPresets.end(), [&](const Preset& preset) { return preset.name == name; });
  ModelConfig model;
  model.stem = stem_of(options, StemKind::kToken);
  model.vocab = model.n_outputs = kCodes;
  model.head = HeadKind::kNextToken;
  model.d_model = options.d_model > 0 ? options.d_model : size.d_model;
  model.n_layer = options.layers > 0 ? options.layers : size.layers;
  model.d_state = options.d_state;
  model.dropout = std::max(options.dropout, 0.0);
  model.pools = options.pools;
  set_mixers(options, model);
  if (from != nullptr) {
    take_backbone(from->file->model->config(), model);
    if (model.vocab != kCodes || from->file->model->stride() > 1)
      refuse("the model to start from reads no sound codes", "--from " + options.from, "a language model of sound");
  }
  model.validate();
  return model;
}

}  // namespace

SoundLanguagePlan plan_sound_language(const SoundTrainOptions& options, const SoundCodes& codes, int64_t samples,
                                      const std::shared_ptr<const Pretrained>& from) {
  check(options);
  SoundLanguagePlan plan;
  plan.from = from;
  plan.model = choose_model(options, samples, from.get());
  plan.window = options.window > 0 ? options.window : kWindow;
  plan.storage = storage_of(options);
  const int64_t tokens = plan.window * codes.tokens_per_sample();

  TrainerOptions& trainer = plan.trainer;
  trainer.batch_size = options.batch > 0 ? options.batch : std::max<int64_t>(kBatchTokens / tokens, 1);
  trainer.micro_batch_size = std::clamp<int64_t>(kMicroTokens / tokens, 1, trainer.batch_size);
  trainer.runner = plan_schedule(options, plan.model, trainer.micro_batch_size, tokens);
  const int64_t epoch = std::max<int64_t>(samples / (trainer.batch_size * plan.window), 1);
  trainer.steps = options.steps > 0 ? options.steps : std::clamp(kEpochs * epoch, kLeastSteps, kMostSteps);
  trainer.length_warmup.steps =
      static_cast<int64_t>(std::max(options.length_warmup, 0.0) * static_cast<double>(trainer.steps));
  plan_optimizer(options, kPeakRate, trainer);
  return plan;
}

SoundLanguagePlan plan_sound_language_for_time(SoundTrainOptions options, const SoundCodes& codes, int64_t samples,
                                               const StepCost& cost, const std::shared_ptr<const Pretrained>& from) {
  options.steps = steps_for_time(options.minutes, cost, [&](int64_t steps) {
    options.steps = steps;
    return plan_sound_language(options, codes, samples, from).trainer;
  });
  return plan_sound_language(options, codes, samples, from);
}

SoundTrainOptions resolved(SoundTrainOptions options, const SoundLanguagePlan& plan, int rate) {
  resolve_model(plan.model, plan.trainer, options);
  options.direction = "causal";
  options.rate = rate;
  options.window = plan.window;
  options.length_warmup =
      static_cast<double>(plan.trainer.length_warmup.steps) / static_cast<double>(plan.trainer.steps);
  return options;
}

}  // namespace undula
