#pragma once
#include <vector>

#include "core/nn/param_store.h"
#include "core/ops/adamw.h"

namespace undula {

/// Warm-up then cosine (the recipe of the Mamba paper, appendix E.2): rises linearly to `peak` over warmup_steps, then
/// falls along a half cosine to peak * final_fraction at `steps`.
struct LearningRate {
  double peak = 2e-3;
  double final_fraction = 0.01;
  int64_t warmup_steps = 100;
  int64_t steps = 1000;

  /// Rate of update `step`, counted from 1.
  double at(int64_t step) const;
};

struct OptimizerOptions {
  LearningRate rate;
  double beta1 = 0.9, beta2 = 0.95, eps = 1e-8;
  double weight_decay = 0.1;     ///< on parameters that decay
  double clip_norm = 1.0;        ///< of the global gradient norm; 0: no clipping
  double average_decay = 0.995;  ///< of the moving average of the weights; ramps up as (1 + t) / (10 + t)
};

/// AdamW over the parameters that decay, those that do not, and those with a peak rate of their own, whose rate is
/// scaled to peak there where it would peak above. Frozen parameters are in none of these, nor in the norm. Clipping by
/// global norm and a moving average of the weights. Its slabs lie beside those of the store.
class Optimizer {
 public:
  Optimizer(ParamStore& params, const OptimizerOptions& options);

  /// One update from the accumulated gradients, which it clears. Returns the gradient norm before clipping.
  double step(Context& ctx);
  int64_t steps() const { return steps_; }

  /// Exchanges the weights and their moving average, before and after an evaluation.
  void swap_average();

  View m() const { return m_.view({params_.slab_count()}, params_.dtype()); }
  View v() const { return v_.view({params_.slab_count()}, params_.dtype()); }
  View average() const { return average_.view({params_.slab_count()}, params_.dtype()); }
  /// After the slabs were read back from a checkpoint.
  void resume(int64_t steps) { steps_ = steps; }
  /// The average starts at the initial weights.
  void start_average();

 private:
  /// A stretch of the slabs that is updated.
  struct Run {
    int64_t begin, end;
    bool decay;
    double peak_rate;  ///< 0: that of all
  };
  std::vector<Run> trained_runs() const;

  ParamStore& params_;
  OptimizerOptions options_;
  Buffer m_, v_, average_;
  int64_t steps_ = 0;
};

}  // namespace undula
