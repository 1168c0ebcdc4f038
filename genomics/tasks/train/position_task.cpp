#include "genomics/tasks/train/position_task.h"

#include <algorithm>
#include <cmath>

#include "core/train/calibration.h"
#include "core/train/evaluation.h"
#include "genomics/tasks/model/position_card.h"
#include "genomics/tasks/model/position_logits.h"
#include "genomics/windows/random_windows.h"
#include "genomics/windows/tiled_windows.h"

namespace undula {
namespace {

constexpr int64_t kValidWindows = 256;
constexpr int64_t kCalibrated = 131072;  // bases that the temperature is fitted to, at most

/// Labelled bases of windows, evenly chosen, with the probabilities of their classes.
class ChosenBases {
 public:
  ChosenBases(int64_t classes, int64_t bases) : every_((bases + kCalibrated - 1) / kCalibrated) {
    predictions_.n_classes = static_cast<int>(classes);
  }

  void add(const std::vector<int32_t>& targets, const std::vector<double>& logits) {
    const auto classes = static_cast<size_t>(predictions_.n_classes);
    std::vector<double> p(classes);
    for (size_t t = 0; t < targets.size(); ++t) {
      if (targets[t] < 0 || seen_++ % every_ != 0) continue;
      softmax(logits.data() + t * classes, predictions_.n_classes, p.data());
      predictions_.probabilities.insert(predictions_.probabilities.end(), p.begin(), p.end());
      predictions_.labels.push_back(targets[t]);
    }
  }
  const Predictions& predictions() const { return predictions_; }

 private:
  Predictions predictions_;
  int64_t every_, seen_ = 0;
};

}  // namespace

PositionTask::PositionTask(const PositionData& data, const PositionPlan& plan, const Compute& compute)
    : TrainingRun(plan.model, plan.trainer, open_position_training(data, plan),
                  open_position_evaluation(data, Split::kValid, plan.window, kValidWindows), plan.from.get(), compute),
      data_(data),
      plan_(plan) {
  if (validation() == nullptr) return;
  plan_more([&](Runner& runner) {
    const int64_t windows = std::min(options().micro_batch_size, validation()->size());
    plan_position_logits(context(), runner, model(), windows, validation()->max_length());
  });
}

bool PositionTask::averages_strands() const {
  return plan_.both_strands && model().config().strands == Strands::kSingle;
}

void PositionTask::finish(Runner& runner) {
  if (validation() == nullptr) return;
  const SampleSource& source = *validation();
  ChosenBases bases(model().config().n_outputs, source.size() * source.max_length());
  Sample sample;
  for (int64_t first = 0; first < source.size(); first += options().micro_batch_size) {
    std::vector<std::vector<uint8_t>> windows;
    std::vector<std::vector<int32_t>> targets;
    for (int64_t i = first; i < std::min(first + options().micro_batch_size, source.size()); ++i) {
      source.get(0, i, sample);
      windows.push_back(sample.tokens);
      targets.push_back(sample.targets);
    }
    const auto logits = position_logits(context(), runner, model().config().n_outputs, averages_strands(), windows);
    for (size_t i = 0; i < logits.size(); ++i) bases.add(targets[i], logits[i]);
  }
  temperature_ = fit_temperature(bases.predictions());
}

const std::optional<KmerClassFit>& PositionTask::fit_baseline() {
  baseline_ = fit_kmer_classes(data_);
  return baseline_;
}

void PositionTask::write_model(const std::string& path) const {
  PositionCard card;
  card.window = plan_.window;
  card.both_strands = plan_.both_strands;
  card.soft_mask_weight = plan_.soft_mask_weight;
  card.seed = plan_.trainer.seed;
  card.steps = best_step();
  card.valid_log_loss = best().log_loss;
  card.regions = !data_.genome.held_out.regions.empty();
  card.valid_share = data_.genome.held_out.valid;
  card.test_share = data_.genome.held_out.test;
  card.data_digest = data_.digest();
  card.classes = data_.classes();
  card.background = data_.background;
  card.temperature = temperature_;
  TensorFile content;
  card.store(content);
  if (plan_.from) plan_.from->store(content);
  if (baseline_) baseline_->model.store(content);
  undula::write_model(path, model(), std::move(content), plan_.storage);
}

std::unique_ptr<PositionSource> open_position_training(const PositionData& data, const PositionPlan& plan) {
  RandomWindowOptions options;
  options.length = plan.window;
  options.both_strands = plan.both_strands;
  options.seed = plan.trainer.seed;
  auto windows = std::make_unique<RandomWindows>(data.genome.genomes.front(),
                                                 data.genome.splits.front().of(Split::kTrain), options);
  return std::make_unique<PositionSource>(std::move(windows), data.labels, plan.soft_mask_weight);
}

std::unique_ptr<PositionSource> open_position_evaluation(const PositionData& data, Split split, int64_t length,
                                                         int64_t count) {
  const std::vector<GenomeInterval>& parts = data.genome.splits.front().of(split);
  if (parts.empty()) return nullptr;
  TiledWindowOptions options;
  options.length = length;
  options.count = count;
  auto windows = std::make_unique<TiledWindows>(data.genome.genomes.front(), parts, options);
  return std::make_unique<PositionSource>(std::move(windows), data.labels);
}

}  // namespace undula
