#pragma once
#include <optional>

#include "core/train/classifier_run.h"
#include "genomics/baseline/baseline.h"
#include "genomics/tasks/train/training_data.h"

namespace undula {

/// One training run of a classifier.
class TrainTask : public ClassifierRun {
 public:
  /// `data` must outlive the task.
  TrainTask(const LabelledData& data, const TrainPlan& plan, const Compute& compute);

  const LabelledData& data() const { return data_; }
  const TrainPlan& plan() const { return plan_; }
  /// How the best weights do on the validation split, beside the baseline where it was fitted. Nothing without one.
  std::optional<EvaluationReport> judge();
  /// Fits the baseline to the same sequences; `trials` receives what was tried. Nothing without a validation split.
  const std::optional<Baseline>& fit_baseline(std::vector<BaselineTrial>& trials);
  /// What the quick part of an audit of the data warns of, sentence by sentence; it goes into the model.
  const std::vector<std::string>& audit_data();
  const std::vector<std::string>& findings() const { return findings_; }
  /// The baseline is in the file too.
  void write_model(const std::string& path) const override;

 private:
  const LabelledData& data_;
  TrainPlan plan_;
  std::optional<Baseline> baseline_;
  std::vector<std::string> findings_;
};

}  // namespace undula
