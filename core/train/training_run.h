#pragma once
#include <functional>
#include <memory>

#include "core/memory/context.h"
#include "core/model/pretrained.h"
#include "core/train/training_loop.h"
#include "core/train/training_plan.h"

namespace undula {

/// One training run of any task: a model with its trainer, planned and ready.
class TrainingRun {
 public:
  virtual ~TrainingRun() = default;
  TrainingRun(const TrainingRun&) = delete;
  TrainingRun& operator=(const TrainingRun&) = delete;

  const SequenceModel& model() const { return model_; }
  const TrainerOptions& options() const { return options_; }
  const SampleSource& training() const { return *train_; }
  const SampleSource* validation() const { return valid_.get(); }
  const MemoryPlan& memory() const { return memory_; }
  Context& context() { return ctx_; }
  int64_t steps_done() const { return trainer_->steps_done(); }
  int64_t best_step() const { return trainer_->best_step(); }

  /// Goes on from the checkpoint of `folder`.
  void resume(const RunFolder& folder);
  /// Trains and logs in `folder` until finished or told to stop; finished: true, and the model has its best weights.
  bool run(const RunFolder& folder, const TrainingObserver& observer);
  /// Writes the model with all that is needed to use it.
  virtual void write_model(const std::string& path) const = 0;

  /// What a step and a validation cost, measured on a few steps, after which this run is of no more use. `mean_length`:
  /// of a sample.
  StepCost measure(double mean_length);

 protected:
  /// Builds and initialises the model and plans its memory; reserves nothing. `valid` and `from` may be null.
  TrainingRun(const ModelConfig& model, const TrainerOptions& options, std::unique_ptr<SampleSource> train,
              std::unique_ptr<SampleSource> valid, const Pretrained* from, const Compute& compute);

  /// Adds what `use` takes to the memory that is planned; before the first step.
  void plan_more(const std::function<void(Runner&)>& use);
  /// What the weights do on samples that are not longer than those trained on.
  Evaluation judge(const SampleSource& samples);
  /// After training, with the best weights and what they do on the validation split.
  virtual void finish(Runner&) {}
  /// Of the best weights; NaN without a validation split.
  const Evaluation& best() const { return best_; }

 private:
  void reserve();

  TrainerOptions options_;
  std::unique_ptr<SampleSource> train_, valid_;
  Context ctx_;
  SequenceModel model_;
  std::unique_ptr<Trainer> trainer_;
  MemoryPlan memory_;
  Evaluation best_;
};

}  // namespace undula
