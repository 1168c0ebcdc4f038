#pragma once
#include <functional>
#include <vector>

#include "core/model/model_file.h"
#include "core/train/train_options.h"
#include "core/train/trainer.h"

namespace undula {

// How options, and what training costs, become a plan: what all domains have in common.

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

/// What `options` say about steps, optimizer and seed, for a batch that is settled; rates fall back to `peak`.
void plan_optimizer(const TrainOptions& options, double peak, TrainerOptions& trainer);
/// How to cut in time what a model is trained on, `longest` tokens at most: as `options` say, else so that activations
/// take at most 2 GiB. Throws kUsage where chunks would cut through a stride.
RunnerOptions plan_schedule(const TrainOptions& options, const ModelConfig& model, int64_t rows, int64_t longest);
/// Writes what was chosen for model and trainer into `options`.
void resolve_model(const ModelConfig& model, const TrainerOptions& trainer, TrainOptions& options);
/// Weights under which every class counts the same, and an item 1 on average; `counts`: items of each class.
std::vector<double> balanced_weights(const std::vector<int64_t>& counts);
/// The stem that `options` name, or `automatic`.
StemKind stem_of(const TrainOptions& options, StemKind automatic);
/// Gives a model, whose pools are settled, the mixers that `options` name. Throws kUsage for an unknown name, and where
/// there are several but not one for each stage.
void set_mixers(const TrainOptions& options, ModelConfig& model);
/// The mixers of a model as options name them: "s4d,mamba".
std::string mixers_text(const ModelConfig& model);
/// How `options` want matrices stored.
MatrixStorage storage_of(const TrainOptions& options);

}  // namespace undula
