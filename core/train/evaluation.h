#pragma once
#include <functional>
#include <limits>
#include <vector>

#include "core/data/batcher.h"
#include "core/model/runner.h"

namespace undula {

/// What the samples of a source get from a model; NaN where nothing was evaluated.
struct Evaluation {
  double log_loss = std::numeric_limits<double>::quiet_NaN();  ///< mean over samples or, for heads that answer at every
                                                               ///< position, targets; in nats
  double accuracy = std::numeric_limits<double>::quiet_NaN();
  /// (samples, classes): logits averaged over the views, then softmax. Empty for heads that answer at every position.
  std::vector<double> probabilities;
};

/// Fills `rows` (batch rows, width) with what a model gives for each row of a batch.
using RunBatch = std::function<void(const Batch& batch, const View& rows)>;

/// What `run` gives for every sample of `source` (samples, width), averaged over its views. `dtype` is the model's.
std::vector<double> mean_over_views(Context& ctx, DType dtype, const SampleSource& source, int64_t batch_size,
                                    int64_t width, const RunBatch& run);

/// Logits (samples, classes) of every sample of `source`, averaged over its views. A sample's logits do not depend on
/// the samples beside it.
std::vector<double> predict_logits(Context& ctx, Runner& runner, SequenceModel& model, const SampleSource& source,
                                   int64_t batch_size);

/// Runs every sample and view of `source`. Samples with a negative label count in neither loss nor accuracy. For heads
/// that answer at every position the views are further samples, and targets count by their weights.
Evaluation evaluate(Context& ctx, Runner& runner, SequenceModel& model, const SampleSource& source, int64_t batch_size);

/// Records the sizes of mean_over_views() while the context plans.
void plan_views(Context& ctx, const SequenceModel& model, const SampleSource& source, int64_t batch_size, int64_t width,
                const RunBatch& run);
/// The same for evaluate() and predict_logits().
void plan_evaluation(Context& ctx, Runner& runner, SequenceModel& model, const SampleSource& source,
                     int64_t batch_size);

/// softmax of `n` logits, in float64.
void softmax(const double* logits, int64_t n, double* probabilities);

}  // namespace undula
