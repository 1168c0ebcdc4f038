#include "genomics/tasks/train/train_task.h"

#include "core/train/calibration.h"
#include "genomics/audit/audit.h"
#include "genomics/tasks/model/classifier_card.h"

namespace undula {
namespace {

constexpr int64_t kValidWindows = 2000;

}  // namespace

TrainTask::TrainTask(const LabelledData& data, const TrainPlan& plan, int threads)
    : TrainingRun(plan.model, plan.trainer, open_training(data, plan.both_strands, plan.trainer.seed, plan.mutate),
                  open_evaluation(data, Split::kValid, plan.both_strands, kValidWindows), plan.from.get(), threads),
      data_(data),
      plan_(plan) {}

void TrainTask::finish(Runner&) {
  if (validation() != nullptr) temperature_ = fit_temperature(validation_predictions());
}

Predictions TrainTask::validation_predictions() const {
  Predictions predictions;
  predictions.n_classes = static_cast<int>(plan_.model.n_outputs);
  predictions.probabilities.assign(best().probabilities.begin(), best().probabilities.end());
  Sample sample;
  for (int64_t i = 0; i < validation()->size(); ++i) {
    validation()->get(0, i, sample);
    predictions.labels.push_back(sample.label);
  }
  return predictions;
}

std::optional<EvaluationReport> TrainTask::judge_validation() {
  if (validation() == nullptr) return std::nullopt;
  EvaluationReport report;
  std::vector<std::string> groups;
  report.predictions = validation_predictions();
  Sample sample;
  for (int64_t i = 0; i < validation()->size(); ++i) {
    validation()->get(0, i, sample);
    groups.push_back(sample.group);
  }
  std::optional<Predictions> baseline;
  if (baseline_) baseline = baseline_->predict(*validation(), context().pool());
  const BootstrapOptions bootstrap_options{.resamples = 1000, .seed = plan_.trainer.seed};
  report.judgement =
      bootstrap(report.predictions, baseline ? &*baseline : nullptr, groups, bootstrap_options, context().pool());
  return report;
}

const std::optional<Baseline>& TrainTask::fit_baseline(std::vector<BaselineTrial>& trials) {
  BaselineOptions options;
  options.seed = plan_.trainer.seed;
  const int classes = static_cast<int>(plan_.model.n_outputs);
  if (validation() != nullptr)
    baseline_ = Baseline::fit(training(), *validation(), classes, options, context().pool(), &trials);
  return baseline_;
}

const std::vector<std::string>& TrainTask::audit_data() {
  findings_ = warnings_of(audit(data_, {.near_duplicates = false}, context().pool()));
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
  card.steps = best_step();
  card.valid_log_loss = best().log_loss;
  card.valid_accuracy = best().accuracy;
  card.temperature = temperature_;
  card.data_digest = data_digest(data_);
  card.findings = findings_;
  card.trained_on = sequence_keys(data_, Split::kTrain);
  TensorFile content;
  card.store(content);
  if (plan_.from) plan_.from->store(content);
  if (baseline_) baseline_->store(content);
  undula::write_model(path, model(), std::move(content), plan_.storage);
}

}  // namespace undula
