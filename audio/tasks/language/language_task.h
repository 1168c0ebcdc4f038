#pragma once
#include <optional>

#include "audio/baseline/trigram_tuner.h"
#include "audio/tasks/language/language_card.h"
#include "audio/tasks/language/language_data.h"
#include "audio/tasks/language/language_plan.h"
#include "core/train/training_run.h"

namespace undula {

/// One training run of a language model of sound.
class SoundLanguageTask : public TrainingRun {
 public:
  /// `data` must outlive the task.
  SoundLanguageTask(const SoundLanguageData& data, const SoundLanguagePlan& plan, const Compute& compute);

  const SoundLanguageData& data() const { return data_; }
  const SoundLanguagePlan& plan() const { return plan_; }
  /// Tokens of a training window, on average.
  double mean_length() const;
  /// Counts a trigram of the training data and tunes it on the validation data: what the model has to beat. Nothing
  /// without validation data.
  const std::optional<TrigramChoice>& fit_baseline();
  const std::optional<TrigramChoice>& baseline() const { return choice_; }
  /// Of the best weights on the validation split; NaN without one.
  double valid_bits() const { return bits_per_sample(best().log_loss, data_.codes); }
  /// Of the best weights on the training data, or an even choice of it.
  double train_bits() const { return train_bits_; }
  /// The baseline is in the file too.
  void write_model(const std::string& path) const override;

 protected:
  void finish(Runner& runner) override;

 private:
  const SoundLanguageData& data_;
  SoundLanguagePlan plan_;
  std::optional<CodeTrigram> trigram_;
  std::optional<TrigramChoice> choice_;
  double train_bits_ = 0;
};

}  // namespace undula
