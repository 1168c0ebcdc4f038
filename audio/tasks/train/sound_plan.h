#pragma once
#include <memory>

#include "audio/tasks/labelled/sound_data.h"
#include "audio/tasks/train/sound_train_options.h"
#include "core/model/pretrained.h"
#include "core/train/training_plan.h"

namespace undula {

/// What the choice of a model of sounds depends on.
struct SoundFacts {
  int64_t classes = 0, sounds = 0;    ///< of training
  std::vector<int64_t> per_class;     ///< training sounds
  int64_t shortest = 0, longest = 0;  ///< samples
  double mean_length = 0;             ///< samples that are read of a sound
};

/// Everything about the training of a classifier of sounds that is decided before its first step.
struct SoundPlan {
  ModelConfig model;
  TrainerOptions trainer;
  SoundFrontEnd front_end;
  int64_t window = 0;  ///< samples that are read at once
  Augmentation augmentation;
  MatrixStorage storage = MatrixStorage::kF32;
  std::shared_ptr<const Pretrained> from;  ///< null: from random weights
};

SoundFacts describe_sounds(const SoundData& data);

/// Chooses what `options` leaves open. Throws kUsage for options that do not fit together.
SoundPlan plan_sounds(const SoundTrainOptions& options, const SoundData& data,
                      const std::shared_ptr<const Pretrained>& from = nullptr);
/// The plan with the most steps that `options.minutes` hold.
SoundPlan plan_sounds_for_time(SoundTrainOptions options, const SoundData& data, const StepCost& cost,
                               const std::shared_ptr<const Pretrained>& from = nullptr);
/// `options` with everything that was chosen filled in: planning with them gives the same plan again.
SoundTrainOptions resolved(SoundTrainOptions options, const SoundPlan& plan);

}  // namespace undula
