#pragma once
#include "audio/baseline/sound_baseline.h"
#include "audio/tasks/train/sound_plan.h"
#include "audio/windows/sound_source.h"
#include "core/train/classifier_run.h"

namespace undula {

/// One training run of a classifier of sounds.
class SoundTask : public ClassifierRun {
 public:
  /// `data` must outlive the task.
  SoundTask(const SoundData& data, const SoundPlan& plan, const Compute& compute);

  const SoundData& data() const { return data_; }
  const SoundPlan& plan() const { return plan_; }
  /// What an audit of the data warns of, sentence by sentence; it goes into the model.
  const std::vector<std::string>& audit_data();
  const std::vector<std::string>& findings() const { return findings_; }
  /// Fits what the model has to beat, and what the duration alone tells, to the same sounds without their variations.
  /// Nothing without a validation split.
  void fit_baselines();
  const std::optional<SoundBaseline>& baseline() const { return baseline_; }
  const std::optional<SoundBaseline>& duration() const { return duration_; }
  /// How the best weights do on the validation split, beside the baseline.
  std::optional<EvaluationReport> judge();
  /// The baselines are in the file too.
  void write_model(const std::string& path) const override;

 private:
  /// What baselines read of the validation split, which the model may read as tokens.
  SoundSource validation_samples() const;

  const SoundData& data_;
  SoundPlan plan_;
  std::optional<SoundBaseline> baseline_, duration_;
  std::vector<std::string> findings_;
};

}  // namespace undula
