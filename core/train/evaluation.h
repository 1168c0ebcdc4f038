#pragma once
#include <limits>
#include <vector>

#include "core/data/batcher.h"
#include "core/model/runner.h"

namespace undula {

/// What the samples of a source get from a classifier; NaN where nothing was evaluated.
struct Evaluation {
  double log_loss = std::numeric_limits<double>::quiet_NaN();  ///< mean over samples, in nats
  double accuracy = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> probabilities;  ///< (samples, classes): logits averaged over the views, then softmax
};

/// Logits (samples, classes) of every sample of `source`, averaged over its views. A sample's logits do not depend on
/// the samples beside it.
std::vector<double> predict_logits(Context& ctx, Runner& runner, SequenceModel& model, const SampleSource& source,
                                   int64_t batch_size);

/// Runs every sample and view of `source`. Samples with a negative label count in neither loss nor accuracy.
Evaluation evaluate(Context& ctx, Runner& runner, SequenceModel& model, const SampleSource& source, int64_t batch_size);

/// Records the sizes of evaluate() and predict_logits() while the context plans.
void plan_evaluation(Context& ctx, Runner& runner, SequenceModel& model, const SampleSource& source,
                     int64_t batch_size);

/// softmax of `n` logits, in float64.
void softmax(const double* logits, int64_t n, double* probabilities);

}  // namespace undula
