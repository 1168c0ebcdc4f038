#include "core/train/evaluation.h"

#include <algorithm>
#include <cmath>

namespace undula {
namespace {

/// Adds the logits of one batch to those of its samples.
void add_logits(Context& ctx, Runner& runner, SequenceModel& model, HostBatch& host,
                const std::vector<int64_t>& indices, std::vector<double>& sums) {
  ScratchScope scope(ctx);
  const int64_t n = host.size(), C = model.config().n_outputs;
  const View logits = ctx.scratch({n, C}, model.dtype());
  runner.predict(host.rows(0, n), logits);
  dispatch_float(model.dtype(), [&](auto zero) {
    const auto* from = logits.as<decltype(zero)>();
    for (int64_t row = 0; row < n; ++row) {
      for (int64_t c = 0; c < C; ++c)
        sums[static_cast<size_t>(indices[static_cast<size_t>(row)] * C + c)] += from[row * C + c];
    }
  });
}

}  // namespace

void softmax(const double* logits, int64_t n, double* probabilities) {
  const double top = *std::max_element(logits, logits + n);
  double sum = 0;
  for (int64_t c = 0; c < n; ++c) sum += probabilities[c] = std::exp(logits[c] - top);
  for (int64_t c = 0; c < n; ++c) probabilities[c] /= sum;
}

std::vector<double> predict_logits(Context& ctx, Runner& runner, SequenceModel& model, const SampleSource& source,
                                   int64_t batch_size) {
  std::vector<double> logits(static_cast<size_t>(source.size() * model.config().n_outputs), 0.0);
  HostBatch host;
  for (const std::vector<int64_t>& indices : length_batches(source, batch_size)) {
    for (int64_t view = 0; view < source.views(); ++view) {
      host.fill(source, view, indices, model.dtype());
      add_logits(ctx, runner, model, host, indices, logits);
    }
  }
  for (double& logit : logits) logit /= static_cast<double>(source.views());
  return logits;
}

Evaluation evaluate(Context& ctx, Runner& runner, SequenceModel& model, const SampleSource& source,
                    int64_t batch_size) {
  const int64_t C = model.config().n_outputs;
  const std::vector<double> logits = predict_logits(ctx, runner, model, source, batch_size);
  Evaluation evaluation;
  evaluation.log_loss = evaluation.accuracy = 0;
  evaluation.probabilities.resize(logits.size());
  int64_t counted = 0;
  Sample sample;
  for (int64_t i = 0; i < source.size(); ++i) {
    double* p = evaluation.probabilities.data() + i * C;
    softmax(logits.data() + i * C, C, p);
    source.get(0, i, sample);
    if (sample.label < 0) continue;
    ++counted;
    evaluation.log_loss -= std::log(std::max(p[sample.label], 1e-300));
    evaluation.accuracy += std::max_element(p, p + C) - p == sample.label;
  }
  evaluation.log_loss /= static_cast<double>(std::max<int64_t>(counted, 1));
  evaluation.accuracy /= static_cast<double>(std::max<int64_t>(counted, 1));
  return evaluation;
}

void plan_evaluation(Context& ctx, Runner& runner, SequenceModel& model, const SampleSource& source,
                     int64_t batch_size) {
  ScratchScope scope(ctx);
  const int64_t n = std::min(batch_size, source.size());
  const View logits = ctx.scratch({n, model.config().n_outputs}, model.dtype());
  runner.predict(Runner::plan_batch(model, {n, bucket_length(source.max_length()), n, false}), logits);
}

}  // namespace undula
