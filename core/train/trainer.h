#pragma once
#include <string>

#include "core/data/batcher.h"
#include "core/model/runner.h"
#include "core/train/evaluation.h"
#include "core/train/length_warmup.h"
#include "core/train/optimizer.h"

namespace undula {

struct TrainerOptions {
  int64_t steps = 1000;
  int64_t batch_size = 64;        ///< samples an update
  int64_t micro_batch_size = 64;  ///< samples that are in memory at once; gradients add up over them
  int64_t evaluate_every = 100;   ///< steps between validations
  int64_t patience = 0;           ///< validations without a better log-loss before training stops; 0: never
  OptimizerOptions optimizer;
  RunnerOptions runner;
  std::vector<double> class_weights;  ///< one per class; empty: all 1
  LengthWarmup length_warmup;         ///< for heads that answer at every position
  uint64_t seed = 1;
};

/// Progress of one update.
struct StepReport {
  int64_t step = 0, tokens = 0;
  double loss = 0, learning_rate = 0, gradient_norm = 0;
};

/// Bytes that training will use, known before the first step.
struct MemoryPlan {
  size_t parameters = 0;   ///< values, gradients, moments, averages, best
  size_t activations = 0;  ///< the arena
  size_t packed = 0;       ///< packed copies of weights
  size_t total() const { return parameters + activations + packed; }
};

/// Trains a model: one update after another, each a pure function of (seed, step), validated now and then with
/// averaged weights; keeps the best. Stopping after any update, saving, and going on gives the same bits as never
/// having stopped.
class Trainer {
 public:
  /// `valid` may be null: then the last weights are the best. The model must be allocated with gradients.
  Trainer(Context& ctx, SequenceModel& model, const SampleSource& train, const SampleSource* valid,
          const TrainerOptions& options);

  /// Records sizes; reserves nothing.
  MemoryPlan plan();
  /// Allocates what was planned.
  void reserve() { ctx_.arena().reserve(); }

  /// One update.
  StepReport step();
  int64_t steps_done() const { return optimizer_.steps(); }
  bool has_validation() const { return valid_ != nullptr; }
  bool due_for_validation() const;
  /// Evaluates with averaged weights and remembers the best. Returns what it found: NaN without validation samples.
  Evaluation validate();
  bool improved() const { return since_best_ == 0; }
  double best_log_loss() const { return best_log_loss_; }
  int64_t best_step() const { return best_step_; }
  /// All steps done, or patience spent.
  bool finished() const;
  /// Puts the best weights into the model.
  void use_best();

  /// Everything needed to go on, as one safetensors file, written atomically.
  void save(const std::string& path) const;
  /// Throws kBadInput when the file does not belong to this model and these options.
  void load(const std::string& path);

 private:
  View class_weights() const;
  /// Rows that are in memory at once where samples are cut into pieces of this length; 0: whole samples.
  int64_t rows_at_once(int64_t piece) const;
  View best() const { return best_.view({model_.params().slab_count()}, model_.dtype()); }
  std::vector<std::pair<std::string, View>> slabs() const;

  Context& ctx_;
  SequenceModel& model_;
  const SampleSource& train_;
  const SampleSource* valid_;
  TrainerOptions options_;
  Runner runner_;
  Optimizer optimizer_;
  Buffer best_, class_weights_;
  double best_log_loss_;
  int64_t best_step_ = 0, since_best_ = 0;
  int64_t epoch_ = -1;
  std::vector<std::vector<int64_t>> batches_;
  HostBatch host_;
};

}  // namespace undula
