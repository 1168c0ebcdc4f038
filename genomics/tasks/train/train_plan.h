#pragma once
#include <memory>

#include "core/model/pretrained.h"
#include "core/train/training_plan.h"
#include "genomics/tasks/train/dna_train_options.h"

namespace undula {

/// What the choice of a model depends on.
struct TrainingFacts {
  int64_t classes = 0;
  int64_t samples = 0;                ///< of an epoch
  std::vector<int64_t> per_class;     ///< records of each class; empty for windows, which are drawn in equal numbers
  int64_t shortest = 0, longest = 0;  ///< lengths of the training sequences
  double mean_length = 0;
  bool windows = false;   ///< drawn from longer records, on either strand
  bool oriented = false;  ///< of one length, and not the same read from the other strand (promoters, say)
};

/// Everything about a run that is decided before its first step.
struct TrainPlan {
  ModelConfig model;
  TrainerOptions trainer;
  bool both_strands = true;  ///< augmentation in training, averaging in prediction
  double mutate = 0;         ///< chance per base of training sequences to be replaced
  MatrixStorage storage = MatrixStorage::kF32;
  std::shared_ptr<const Pretrained> from;  ///< null: from random weights
};

/// The plan with the most steps that `options.minutes` hold.
TrainPlan plan_for_time(DnaTrainOptions options, const TrainingFacts& facts, const StepCost& cost,
                        const std::shared_ptr<const Pretrained>& from = nullptr);

/// How the model treats strands; kSingle leaves them to augmentation and averaging.
Strands model_strands(const DnaTrainOptions& options);
/// The value of DnaTrainOptions::strands that says the same.
const char* strands_name(const ModelConfig& model, bool both_strands);
/// `options` with everything that was chosen filled in: planning with them gives the same plan again.
DnaTrainOptions resolved(DnaTrainOptions options, const TrainPlan& plan);

/// Chooses what `options` leaves open. `options.steps` 0: the steps of a fixed number of epochs, within limits.
/// Throws kUsage for options that do not fit together.
TrainPlan plan_training(const DnaTrainOptions& options, const TrainingFacts& facts,
                        const std::shared_ptr<const Pretrained>& from = nullptr);

}  // namespace undula
