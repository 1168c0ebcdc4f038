#pragma once
#include <functional>

#include "genomics/tasks/train/train_plan.h"

namespace undula {

/// What is decided before the first step about a model that is trained on windows of genomes.
struct WindowPlan {
  ModelConfig model;
  TrainerOptions trainer;
  int64_t window = 0;  ///< bases
  bool both_strands = true;
  MatrixStorage storage = MatrixStorage::kF32;
  std::shared_ptr<const Pretrained> from;  ///< null: from random weights
};

/// Refuses (kUsage) what no model of windows is trained with; `model` names it: "a language model".
void check_windows(const DnaTrainOptions& options, const std::string& model);

/// Width, blocks, states, dropout and strands that `options` ask for; "auto" is the size `automatic`.
void size_model(const DnaTrainOptions& options, const std::string& automatic, ModelConfig& model);

/// Makes `model` one with the backbone of `from`, where it is not null. Throws kUsage where that does not answer at
/// every base.
void start_from(const DnaTrainOptions& options, const Pretrained* from, ModelConfig& model);

/// Everything but the model; `bases` of genomes are there to train on.
WindowPlan plan_windows(const DnaTrainOptions& options, int64_t bases, const std::shared_ptr<const Pretrained>& from);

/// `options` with everything that was chosen filled in: planning with them gives the same plan again.
DnaTrainOptions resolved(DnaTrainOptions options, const WindowPlan& plan);

}  // namespace undula
