#pragma once
#include <functional>
#include <memory>

#include "core/model/config.h"
#include "core/model/model_file.h"
#include "core/train/trainer.h"
#include "genomics/tasks/model/pretrained.h"
#include "genomics/tasks/train/train_options.h"

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

/// What training costs, as measured.
struct StepCost {
  double seconds = 0;     ///< of one step
  int64_t validated = 0;  ///< sequences of a validation, each strand counted
};

/// Time of training, validations included.
double estimate_seconds(const TrainerOptions& trainer, const StepCost& cost);

/// The most steps that `minutes` hold; `trainer_of` plans for a number of steps.
int64_t steps_for_time(double minutes, const StepCost& cost,
                       const std::function<TrainerOptions(int64_t steps)>& trainer_of);

/// The plan with the most steps that `options.minutes` hold.
TrainPlan plan_for_time(TrainOptions options, const TrainingFacts& facts, const StepCost& cost,
                        const std::shared_ptr<const Pretrained>& from = nullptr);

/// What `options` say about steps, optimizer and seed, for a batch that is settled; rates fall back to `peak`.
void plan_optimizer(const TrainOptions& options, double peak, TrainerOptions& trainer);
/// How to cut in time what a model is trained on, `longest` tokens at most: as `options` say, else so that activations
/// take at most 2 GiB. Throws kUsage where chunks would cut through a stride.
RunnerOptions plan_schedule(const TrainOptions& options, const ModelConfig& model, int64_t rows, int64_t longest);
/// Writes what was chosen for model and trainer into `options`.
void resolve_model(const ModelConfig& model, const TrainerOptions& trainer, TrainOptions& options);
/// Weights under which every class counts the same, and an item 1 on average; `counts`: items of each class.
std::vector<double> balanced_weights(const std::vector<int64_t>& counts);
/// How the model treats strands; kSingle leaves them to augmentation and averaging.
Strands model_strands(const TrainOptions& options);
/// The value of TrainOptions::strands that says the same.
const char* strands_name(const ModelConfig& model, bool both_strands);
/// The stem that `options` name, or `automatic`.
StemKind stem_of(const TrainOptions& options, StemKind automatic);

/// `options` with everything that was chosen filled in: planning with them gives the same plan again.
TrainOptions resolved(TrainOptions options, const TrainPlan& plan);

/// Chooses what `options` leaves open. `options.steps` 0: the steps of a fixed number of epochs, within limits.
/// Throws kUsage for options that do not fit together.
TrainPlan plan_training(const TrainOptions& options, const TrainingFacts& facts,
                        const std::shared_ptr<const Pretrained>& from = nullptr);

}  // namespace undula
