#pragma once
#include <optional>

#include "core/train/evaluation_report.h"
#include "core/train/training_run.h"

namespace undula {

/// A training run of a model that gives each record a class: afterwards its probabilities are calibrated on the
/// validation split, and judged there.
class ClassifierRun : public TrainingRun {
 public:
  /// How the best weights do on the validation split, beside `baseline`, which may be null, on the same samples.
  /// Nothing without a validation split.
  std::optional<EvaluationReport> judge_validation(const Predictions* baseline);

 protected:
  using TrainingRun::TrainingRun;

  /// What the logits of the best weights are divided by (core/train/calibration.h).
  double temperature() const { return temperature_; }

 private:
  void finish(Runner&) override;
  /// What the best weights say about the validation split, at temperature 1.
  Predictions validation_predictions() const;

  double temperature_ = 1;
};

}  // namespace undula
