#include "core/train/training_plan.h"

#include <algorithm>
#include <numeric>
#include <sstream>

#include "core/base/error.h"
#include "core/train/schedule.h"

namespace undula {
namespace {

constexpr size_t kMostActivations = size_t{2} << 30;
constexpr double kForwardShare = 0.3;  // of the time of a training step

}  // namespace

StemKind stem_of(const TrainOptions& options, StemKind automatic) {
  return options.stem == "auto" ? automatic : stem_named(options.stem);
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
  const int64_t stride = model.stem == StemKind::kKmer || reads_samples(model.stem) ? model.stride : 1;
  if (options.chunk % stride != 0)
    throw Error(ErrorKind::kUsage, "chunks are a multiple of the stride, " + std::to_string(stride),
                "--chunk " + std::to_string(options.chunk),
                "--chunk " + std::to_string((options.chunk / stride + 1) * stride));
  return {chunked_schedule(model), options.chunk};
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

void resolve_model(const ModelConfig& model, const TrainerOptions& trainer, TrainOptions& options) {
  options.minutes = 0;
  options.steps = trainer.steps;
  options.batch = trainer.batch_size;
  options.chunk = trainer.runner.schedule == Schedule::kWhole ? 0 : trainer.runner.chunk;
  options.evaluate_every = trainer.evaluate_every;
  options.learning_rate = trainer.optimizer.rate.peak;
  options.dropout = model.dropout;
  options.stem = name_of(model.stem);
  options.mixer = mixers_text(model);
  options.stride = model.stride;
  options.d_model = model.d_model;
  options.layers = model.n_layer;
}

void set_mixers(const TrainOptions& options, ModelConfig& model) {
  std::vector<MixerKind> mixers;
  std::istringstream names(options.mixer);
  for (std::string name; std::getline(names, name, ',');) mixers.push_back(mixer_named(name));
  if (mixers.empty()) mixer_named(options.mixer);  // which has no such name
  const auto stages = static_cast<size_t>(model.stages());
  if (mixers.size() != 1 && mixers.size() != stages)
    throw Error(ErrorKind::kUsage,
                std::to_string(mixers.size()) + " mixers for " + std::to_string(stages) +
                    (stages == 1 ? " row of blocks" : " stages"),
                "--mixer " + options.mixer,
                stages == 1 ? "one mixer; a U-Net (--pools) has stages"
                            : "one for all, or one for each stage, the outermost first");
  model.mixer = mixers.front();
  if (mixers.size() > 1) model.stage_mixers = std::move(mixers);
}

std::string mixers_text(const ModelConfig& model) {
  std::string text;
  for (const MixerKind mixer : model.stage_mixers) text += (text.empty() ? "" : ",") + name_of(mixer);
  return text.empty() ? name_of(model.mixer) : text;
}

MatrixStorage storage_of(const TrainOptions& options) {
  return options.store == "bf16" ? MatrixStorage::kBF16 : MatrixStorage::kF32;
}

}  // namespace undula
