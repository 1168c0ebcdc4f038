#pragma once
#include "genomics/tasks/train/language_source.h"
#include "genomics/tasks/train/window_plan.h"

namespace undula {

/// Everything about the training of a language model that is decided before its first step.
struct LanguagePlan : WindowPlan {
  LanguageObjective objective;
};

/// Chooses what `options` leaves open; `bases` of genomes are there to train on. Throws kUsage for options that do not
/// fit together.
LanguagePlan plan_language(const DnaTrainOptions& options, int64_t bases,
                           const std::shared_ptr<const Pretrained>& from = nullptr);

/// The plan with the most steps that `options.minutes` hold.
LanguagePlan plan_language_for_time(DnaTrainOptions options, int64_t bases, const StepCost& cost,
                                    const std::shared_ptr<const Pretrained>& from = nullptr);

}  // namespace undula
