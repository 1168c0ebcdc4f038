#include "audio/tasks/train/sound_plan.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "audio/baseline/code_counts.h"
#include "core/base/error.h"
#include "core/model/backbone.h"

namespace undula {
namespace {

struct Preset {
  const char* name;
  int64_t d_model, layers;
};
constexpr std::array<Preset, 3> kPresets = {{{"tiny", 32, 1}, {"small", 48, 2}, {"base", 96, 4}}};

constexpr double kLongestPiece = 10;  // seconds
constexpr int64_t kBatch = 32, kMicroSamples = 1 << 20;
constexpr int64_t kEpochs = 40, kLeastSteps = 500, kMostSteps = 8000;
constexpr double kDropout = 0.1, kPeakRate = 4e-3;

int64_t samples_of(double milliseconds, int64_t rate) {
  return std::max<int64_t>(std::llround(milliseconds / 1000 * static_cast<double>(rate)), 1);
}

/// Codes whose tokens depend on one sample each: a window begins anywhere.
SoundCodes codes_of(const std::string& name) {
  const SoundCodes codes(name);
  if (!codes.streamable() || codes.tokens_per_sample() != 1)
    throw Error(ErrorKind::kUsage,
                "a classifier of sounds reads codes of one token for each sample, whatever is around it",
                "--codes " + name, "--codes mu-law or linear8");
  return codes;
}

/// What a model's stem makes of samples.
void choose_stem(const SoundTrainOptions& options, int64_t rate, ModelConfig& model) {
  model.stem = stem_of(options, StemKind::kFilters);
  if (!reads_samples(model.stem) && model.stem != StemKind::kToken)
    throw Error(ErrorKind::kUsage, "a classifier of sounds reads samples, or a token for each",
                "--stem " + options.stem, "--stem filters, log-mel or token");
  if (!reads_samples(model.stem)) {
    model.vocab = kCodes;
    model.pools = options.pools;
    if (options.stride > 1)
      throw Error(ErrorKind::kUsage, "a token stands for one sample", "--stride " + std::to_string(options.stride),
                  "--pools, to put positions together");
    return;
  }
  if (!options.pools.empty())
    throw Error(ErrorKind::kUsage, "filters put samples together themselves", "--pools", "--stem token");
  model.rate = rate;
  model.bands = options.bands;
  model.frame_pool = options.frame_pool;
  const double hop = options.position / static_cast<double>(options.frame_pool);
  model.stride = options.stride > 0 ? options.stride : options.frame_pool * samples_of(hop, rate);
  model.frame_width = std::max(samples_of(options.frame, rate), std::max<int64_t>(model.stride / model.frame_pool, 2));
}

ModelConfig choose_model(const SoundTrainOptions& options, const SoundData& data, const Pretrained* from) {
  const std::string name = options.preset == "auto" ? "small" : options.preset;
  const Preset& size = *std::find_if(kPresets.begin(), kPresets.end(), [&](const Preset& p) { return p.name == name; });
  const int64_t rate = data.front_end.rate;
  ModelConfig model;
  choose_stem(options, rate, model);
  model.bidirectional = options.direction == "both" || (options.direction == "auto" && model.pools.empty());
  model.d_model = options.d_model > 0 ? options.d_model : size.d_model;
  model.n_layer = options.layers > 0 ? options.layers : size.layers;
  model.d_state = options.d_state;
  model.dropout = options.dropout >= 0 ? options.dropout : kDropout;
  model.n_outputs = static_cast<int64_t>(data.dataset.classes.size());
  set_mixers(options, model);
  if (from != nullptr) {
    const int64_t other = SoundFrontEnd::load(*from->file).rate;
    if (other != rate)
      throw Error(ErrorKind::kUsage,
                  "the model to start from hears " + std::to_string(other) + " samples a second, the data have " +
                      std::to_string(rate),
                  "--from " + options.from, "--rate " + std::to_string(other));
    take_backbone(from->file->model->config(), model);
  }
  model.validate();
  return model;
}

/// How samples become what the model reads.
SoundFrontEnd choose_front_end(const SoundTrainOptions& options, const SoundData& data, const ModelConfig& model,
                               const Pretrained* from) {
  SoundFrontEnd front_end = data.front_end;
  front_end.norm = options.norm;
  if (reads_samples(model.stem)) return front_end;
  front_end.codes = codes_of(from != nullptr ? SoundFrontEnd::load(*from->file).codes->name() : options.codes);
  return front_end;
}

int64_t window_of(const SoundTrainOptions& options, const SoundFacts& facts, int64_t rate) {
  const double seconds = options.piece > 0 ? options.piece : kLongestPiece;
  return std::min<int64_t>(facts.longest, std::max<int64_t>(std::llround(seconds * static_cast<double>(rate)), 1));
}

}  // namespace

SoundFacts describe_sounds(const SoundData& data) {
  SoundFacts facts;
  facts.classes = static_cast<int64_t>(data.dataset.classes.size());
  facts.per_class = data.dataset.counts(Split::kTrain);
  for (const int64_t i : data.dataset.indices(Split::kTrain)) {
    const int64_t length = data.dataset.samples[static_cast<size_t>(i)].length();
    facts.shortest = facts.sounds == 0 ? length : std::min(facts.shortest, length);
    facts.longest = std::max(facts.longest, length);
    facts.mean_length += static_cast<double>(length);
    ++facts.sounds;
  }
  facts.mean_length /= static_cast<double>(std::max<int64_t>(facts.sounds, 1));
  return facts;
}

SoundPlan plan_sounds(const SoundTrainOptions& options, const SoundData& data,
                      const std::shared_ptr<const Pretrained>& from) {
  const SoundFacts facts = describe_sounds(data);
  SoundPlan plan;
  plan.from = from;
  plan.model = choose_model(options, data, from.get());
  plan.front_end = choose_front_end(options, data, plan.model, from.get());
  plan.window = window_of(options, facts, data.front_end.rate);
  plan.augmentation = options.augmentation;
  plan.storage = storage_of(options);

  TrainerOptions& trainer = plan.trainer;
  trainer.batch_size = options.batch > 0 ? options.batch : kBatch;
  trainer.micro_batch_size = std::clamp<int64_t>(kMicroSamples / plan.window, 1, trainer.batch_size);
  const int64_t epoch = (facts.sounds + trainer.batch_size - 1) / trainer.batch_size;
  trainer.steps = options.steps > 0 ? options.steps : std::clamp(kEpochs * epoch, kLeastSteps, kMostSteps);
  trainer.runner = plan_schedule(options, plan.model, trainer.micro_batch_size, plan.window);
  if (options.class_weights == "balanced") trainer.class_weights = balanced_weights(facts.per_class);
  plan_optimizer(options, kPeakRate, trainer);
  return plan;
}

SoundPlan plan_sounds_for_time(SoundTrainOptions options, const SoundData& data, const StepCost& cost,
                               const std::shared_ptr<const Pretrained>& from) {
  options.steps = steps_for_time(options.minutes, cost, [&](int64_t steps) {
    options.steps = steps;
    return plan_sounds(options, data, from).trainer;
  });
  return plan_sounds(options, data, from);
}

SoundTrainOptions resolved(SoundTrainOptions options, const SoundPlan& plan) {
  resolve_model(plan.model, plan.trainer, options);
  const double rate = static_cast<double>(plan.front_end.rate);
  options.direction = plan.model.bidirectional ? "both" : "causal";
  options.rate = plan.front_end.rate;
  options.piece = static_cast<double>(plan.window) / rate;
  options.pools = plan.model.pools;
  if (plan.front_end.codes) options.codes = plan.front_end.codes->name();
  if (!reads_samples(plan.model.stem)) return options;
  options.bands = plan.model.bands;
  options.frame_pool = plan.model.frame_pool;
  options.frame = 1000 * static_cast<double>(plan.model.frame_width) / rate;
  return options;
}

}  // namespace undula
