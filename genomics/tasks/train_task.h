#pragma once
#include <memory>
#include <optional>

#include "core/memory/context.h"
#include "core/train/training_loop.h"
#include "genomics/baseline/baseline.h"
#include "genomics/tasks/evaluate_task.h"
#include "genomics/tasks/training_data.h"

namespace undula {

/// One training run: a model with its trainer, planned and ready.
class TrainTask {
 public:
  /// Builds and initialises the model and plans its memory; reserves nothing. `data` must outlive the task.
  TrainTask(const LabelledData& data, const TrainPlan& plan, int threads);

  const SequenceModel& model() const { return model_; }
  const LabelledData& data() const { return data_; }
  const TrainPlan& plan() const { return plan_; }
  const SampleSource& training() const { return *train_; }
  const SampleSource* validation() const { return valid_.get(); }
  const MemoryPlan& memory() const { return memory_; }
  Context& context() { return ctx_; }

  /// Goes on from the checkpoint of `folder`.
  void resume(const RunFolder& folder);
  int64_t steps_done() const { return trainer_->steps_done(); }
  int64_t best_step() const { return trainer_->best_step(); }
  /// Trains and logs in `folder` until finished or told to stop; finished: true, and the model has its best weights.
  bool run(const RunFolder& folder, const TrainingObserver& observer);
  /// How the best weights do on the validation split, beside the baseline where it was fitted. Nothing without one.
  std::optional<EvaluationReport> judge_validation();
  /// Fits the baseline to the same sequences; `trials` receives what was tried. Nothing without a validation split.
  const std::optional<Baseline>& fit_baseline(std::vector<BaselineTrial>& trials);
  /// What the quick part of an audit of the data warns of, sentence by sentence; it goes into the model.
  const std::vector<std::string>& audit_data();
  const std::vector<std::string>& findings() const { return findings_; }
  /// Writes the model with all that is needed to use it, the baseline included.
  void write_model(const std::string& path) const;

  /// What a step and a validation cost, measured on a few steps that leave no trace.
  static StepCost measure(const LabelledData& data, const TrainPlan& plan, int threads);

 private:
  void reserve();
  /// What the best weights say about the validation split, at temperature 1.
  Predictions validation_predictions() const;

  const LabelledData& data_;
  TrainPlan plan_;
  std::unique_ptr<SampleSource> train_, valid_;  // valid_ may be null
  Context ctx_;
  SequenceModel model_;
  std::unique_ptr<Trainer> trainer_;
  MemoryPlan memory_;
  Evaluation validation_;  // of the best weights
  double temperature_ = 1;
  std::optional<Baseline> baseline_;
  std::vector<std::string> findings_;
};

}  // namespace undula
