#pragma once
#include <optional>

#include "core/train/training_run.h"
#include "genomics/tasks/train/language_data.h"
#include "genomics/tasks/train/language_plan.h"
#include "genomics/tasks/train/markov_fit.h"

namespace undula {

/// One training run of a language model of DNA.
class LanguageTask : public TrainingRun {
 public:
  /// `data` must outlive the task.
  LanguageTask(const LanguageData& data, const LanguagePlan& plan, const Compute& compute);

  const LanguageData& data() const { return data_; }
  const LanguagePlan& plan() const { return plan_; }
  /// Training windows that were left out, and drawn again, because too much of them is ambiguous.
  int64_t skipped_windows() const { return static_cast<const LanguageSource&>(training()).skipped(); }
  /// Of the best weights on the validation regions, in nats per base; NaN without any.
  double valid_log_loss() const { return best().log_loss; }
  /// Fits a Markov model to the same training parts, its settings to the validation parts: what the model has to beat.
  /// Nothing without validation parts.
  const std::optional<MarkovChoice>& fit_baseline();
  const std::optional<MarkovChoice>& baseline() const { return choice_; }
  /// The baseline is in the file too.
  void write_model(const std::string& path) const override;

 private:
  const LanguageData& data_;
  LanguagePlan plan_;
  std::optional<MarkovModel> markov_;
  std::optional<MarkovChoice> choice_;
};

/// Bits per base of a loss in nats, and e to the loss: between how many bases a model is undecided.
double bits_per_base(double nats);
double perplexity(double nats);

}  // namespace undula
