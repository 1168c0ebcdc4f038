#include "genomics/tasks/train/train_task.h"

#include "genomics/audit/audit.h"
#include "genomics/tasks/model/classifier_card.h"

namespace undula {
namespace {

constexpr int64_t kValidWindows = 2000;

}  // namespace

TrainTask::TrainTask(const LabelledData& data, const TrainPlan& plan, const Compute& compute)
    : ClassifierRun(plan.model, plan.trainer, open_training(data, plan.both_strands, plan.trainer.seed, plan.mutate),
                    open_evaluation(data, Split::kValid, plan.both_strands, kValidWindows), plan.from.get(), compute),
      data_(data),
      plan_(plan) {}

std::optional<EvaluationReport> TrainTask::judge() {
  std::optional<Predictions> baseline;
  if (baseline_) baseline = baseline_->predict(*validation(), context().pool());
  return judge_validation(baseline ? &*baseline : nullptr);
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
  findings_ = warnings_of(audit(data_, {.near_duplicates = false}, context().pool()).findings);
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
  card.temperature = temperature();
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
