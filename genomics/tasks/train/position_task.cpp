#include "genomics/tasks/train/position_task.h"

#include "genomics/tasks/model/position_card.h"
#include "genomics/windows/random_windows.h"
#include "genomics/windows/tiled_windows.h"

namespace undula {
namespace {

constexpr int64_t kValidWindows = 256;

}  // namespace

PositionTask::PositionTask(const PositionData& data, const PositionPlan& plan, int threads)
    : TrainingRun(plan.model, plan.trainer, open_position_training(data, plan),
                  open_position_evaluation(data, Split::kValid, plan.window, kValidWindows), plan.from.get(), threads),
      data_(data),
      plan_(plan) {}

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
