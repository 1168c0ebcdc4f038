#pragma once
#include "genomics/tasks/train/language_source.h"
#include "genomics/tasks/train/train_plan.h"

namespace undula {

/// Everything about the training of a language model that is decided before its first step.
struct LanguagePlan {
  ModelConfig model;
  TrainerOptions trainer;
  LanguageObjective objective;
  int64_t window = 0;  ///< bases
  bool both_strands = true;
  MatrixStorage storage = MatrixStorage::kF32;
  std::shared_ptr<const Pretrained> from;  ///< null: from random weights
};

/// Chooses what `options` leaves open; `bases` of genomes are there to train on. Throws kUsage for options that do not
/// fit together.
LanguagePlan plan_language(const TrainOptions& options, int64_t bases,
                           const std::shared_ptr<const Pretrained>& from = nullptr);

/// The plan with the most steps that `options.minutes` hold.
LanguagePlan plan_language_for_time(TrainOptions options, int64_t bases, const StepCost& cost,
                                    const std::shared_ptr<const Pretrained>& from = nullptr);

/// `options` with everything that was chosen filled in: planning with them gives the same plan again.
TrainOptions resolved(TrainOptions options, const LanguagePlan& plan);

}  // namespace undula
