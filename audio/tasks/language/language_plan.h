#pragma once
#include <memory>

#include "audio/tasks/language/language_data.h"
#include "audio/tasks/train/sound_train_options.h"
#include "core/model/pretrained.h"
#include "core/train/training_plan.h"

namespace undula {

/// Everything about the training of a language model of sound that is decided before its first step.
struct SoundLanguagePlan {
  ModelConfig model;
  TrainerOptions trainer;
  int64_t window = 0;  ///< samples read at once
  MatrixStorage storage = MatrixStorage::kF32;
  std::shared_ptr<const Pretrained> from;  ///< null: from random weights
};

/// Chooses what `options` leave open, for data of so many training samples. Throws kUsage for options that do not fit
/// together.
SoundLanguagePlan plan_sound_language(const SoundTrainOptions& options, const SoundCodes& codes, int64_t samples,
                                      const std::shared_ptr<const Pretrained>& from = nullptr);

/// The plan with the most steps that `options.minutes` hold.
SoundLanguagePlan plan_sound_language_for_time(SoundTrainOptions options, const SoundCodes& codes, int64_t samples,
                                               const StepCost& cost,
                                               const std::shared_ptr<const Pretrained>& from = nullptr);

/// `options` with everything that was chosen filled in: planning with them gives the same plan again.
SoundTrainOptions resolved(SoundTrainOptions options, const SoundLanguagePlan& plan, int rate);

}  // namespace undula
