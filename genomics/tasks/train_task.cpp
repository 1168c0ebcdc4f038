#include "genomics/tasks/train_task.h"

#include <chrono>

#include "core/train/calibration.h"
#include "genomics/audit/audit.h"
#include "genomics/tasks/classifier_card.h"

namespace undula {
namespace {

constexpr uint64_t kInitKey = 0;  // what the seed is folded with; the trainer folds with others
constexpr int kTimedSteps = 6;
constexpr int64_t kValidWindows = 2000;

}  // namespace

TrainTask::TrainTask(const LabelledData& data, const TrainPlan& plan, int threads)
    : data_(data),
      plan_(plan),
      train_(open_training(data, plan.both_strands, plan.trainer.seed, plan.mutate)),
      valid_(open_evaluation(data, Split::kValid, plan.both_strands, kValidWindows)),
      ctx_(threads),
      model_(plan.model, DType::kF32) {
  model_.allocate(true);
  model_.params().initialise(RandomKey(plan.trainer.seed).fold(kInitKey));
  trainer_ = std::make_unique<Trainer>(ctx_, model_, *train_, valid_.get(), plan.trainer);
  memory_ = trainer_->plan();
}

void TrainTask::reserve() {
  if (ctx_.planning()) trainer_->reserve();
}

void TrainTask::resume(const RunFolder& folder) {
  trainer_->load(folder.checkpoint());
  folder.forget_after(trainer_->steps_done());
}

bool TrainTask::run(const RunFolder& folder, const TrainingObserver& observer) {
  reserve();
  if (!run_training(*trainer_, folder, observer)) return false;
  trainer_->use_best();
  if (valid_) {
    Runner runner(ctx_, model_, plan_.trainer.runner);
    validation_ = evaluate(ctx_, runner, model_, *valid_, plan_.trainer.micro_batch_size);
    temperature_ = fit_temperature(validation_predictions());
  }
  return true;
}

Predictions TrainTask::validation_predictions() const {
  Predictions predictions;
  predictions.n_classes = static_cast<int>(plan_.model.n_outputs);
  predictions.probabilities.assign(validation_.probabilities.begin(), validation_.probabilities.end());
  Sample sample;
  for (int64_t i = 0; i < valid_->size(); ++i) {
    valid_->get(0, i, sample);
    predictions.labels.push_back(sample.label);
  }
  return predictions;
}

std::optional<EvaluationReport> TrainTask::judge_validation() {
  if (!valid_) return std::nullopt;
  EvaluationReport report;
  std::vector<std::string> groups;
  report.predictions = validation_predictions();
  Sample sample;
  for (int64_t i = 0; i < valid_->size(); ++i) {
    valid_->get(0, i, sample);
    groups.push_back(sample.group);
  }
  std::optional<Predictions> baseline;
  if (baseline_) baseline = baseline_->predict(*valid_, ctx_.pool());
  const BootstrapOptions bootstrap_options{.resamples = 1000, .seed = plan_.trainer.seed};
  report.judgement =
      bootstrap(report.predictions, baseline ? &*baseline : nullptr, groups, bootstrap_options, ctx_.pool());
  return report;
}

const std::optional<Baseline>& TrainTask::fit_baseline(std::vector<BaselineTrial>& trials) {
  BaselineOptions options;
  options.seed = plan_.trainer.seed;
  const int classes = static_cast<int>(plan_.model.n_outputs);
  if (valid_) baseline_ = Baseline::fit(*train_, *valid_, classes, options, ctx_.pool(), &trials);
  return baseline_;
}

const std::vector<std::string>& TrainTask::audit_data() {
  findings_ = warnings_of(audit(data_, {.near_duplicates = false}, ctx_.pool()));
  return findings_;
}

void TrainTask::write_model(const std::string& path) const {
  const TrainingFacts facts = describe_training(data_);
  ClassifierCard card;
  card.classes = data_.classes();
  card.window = card.longest = facts.longest;
  card.shortest = facts.shortest;
  if (data_.windows_needed) card.lengths = data_.lengths;
  card.both_strands = plan_.both_strands;
  card.seed = plan_.trainer.seed;
  card.steps = trainer_->best_step();
  card.valid_log_loss = validation_.log_loss;
  card.valid_accuracy = validation_.accuracy;
  card.temperature = temperature_;
  card.data_digest = data_digest(data_);
  card.findings = findings_;
  card.trained_on = sequence_keys(data_, Split::kTrain);
  TensorFile content;
  card.store(content);
  if (baseline_) baseline_->store(content);
  undula::write_model(path, model_, std::move(content), plan_.storage);
}

StepCost TrainTask::measure(const LabelledData& data, const TrainPlan& plan, int threads) {
  using Clock = std::chrono::steady_clock;
  TrainTask task(data, plan, threads);
  task.reserve();
  task.trainer_->step();  // warms caches and makes packed copies
  int64_t tokens = 0;
  const auto start = Clock::now();
  for (int i = 0; i < kTimedSteps; ++i) tokens += task.trainer_->step().tokens;
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  // Batches of like lengths differ in cost: what a token costs does not.
  const double mean_tokens = static_cast<double>(plan.trainer.batch_size) * describe_training(data).mean_length;
  return {seconds / static_cast<double>(tokens) * mean_tokens,
          task.valid_ ? task.valid_->size() * task.valid_->views() : 0};
}

}  // namespace undula
