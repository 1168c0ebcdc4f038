#include "core/train/evaluation.h"

#include <algorithm>
#include <cmath>

namespace undula {
namespace {

/// Adds the rows of one batch to those of its samples.
void add_rows(Context& ctx, DType dtype, HostBatch& host, const std::vector<int64_t>& indices, int64_t width,
              const RunBatch& run, std::vector<double>& sums) {
  ScratchScope scope(ctx);
  const int64_t n = host.size();
  const View computed = ctx.scratch({n, width}, dtype);
  run(host.rows(0, n), computed);
  Buffer keep;
  const View rows = on_host(computed, keep);
  dispatch_float(dtype, [&](auto zero) {
    const auto* from = rows.as<decltype(zero)>();
    for (int64_t row = 0; row < n; ++row) {
      for (int64_t c = 0; c < width; ++c)
        sums[static_cast<size_t>(indices[static_cast<size_t>(row)] * width + c)] += from[row * width + c];
    }
  });
}

RunBatch logits_of(Runner& runner) {
  return [&runner](const Batch& batch, const View& logits) { runner.predict(batch, logits); };
}

Evaluation evaluate_positions(Runner& runner, const SampleSource& source, DType dtype, int64_t batch_size) {
  LossSums sums;
  HostBatch host;
  for (const std::vector<int64_t>& indices : length_batches(source, batch_size)) {
    for (int64_t view = 0; view < source.views(); ++view) {
      host.fill(source, view, indices, dtype);
      add_sums(sums, runner.evaluate(host.rows(0, host.size())));
    }
  }
  Evaluation evaluation;
  if (sums.count == 0 || sums.weight <= 0) return evaluation;
  evaluation.log_loss = sums.loss / sums.weight;
  evaluation.accuracy = static_cast<double>(sums.correct) / static_cast<double>(sums.count);
  return evaluation;
}

}  // namespace

void softmax(const double* logits, int64_t n, double* probabilities) {
  const double top = *std::max_element(logits, logits + n);
  double sum = 0;
  for (int64_t c = 0; c < n; ++c) sum += probabilities[c] = std::exp(logits[c] - top);
  for (int64_t c = 0; c < n; ++c) probabilities[c] /= sum;
}

std::vector<double> mean_over_views(Context& ctx, DType dtype, const SampleSource& source, int64_t batch_size,
                                    int64_t width, const RunBatch& run) {
  std::vector<double> means(static_cast<size_t>(source.size() * width), 0.0);
  HostBatch host;
  for (const std::vector<int64_t>& indices : length_batches(source, batch_size)) {
    for (int64_t view = 0; view < source.views(); ++view) {
      host.fill(source, view, indices, dtype);
      add_rows(ctx, dtype, host, indices, width, run, means);
    }
  }
  for (double& mean : means) mean /= static_cast<double>(source.views());
  return means;
}

std::vector<double> predict_logits(Context& ctx, Runner& runner, SequenceModel& model, const SampleSource& source,
                                   int64_t batch_size) {
  return mean_over_views(ctx, model.dtype(), source, batch_size, model.config().n_outputs, logits_of(runner));
}

Evaluation evaluate(Context& ctx, Runner& runner, SequenceModel& model, const SampleSource& source,
                    int64_t batch_size) {
  if (per_position(model.config().head)) return evaluate_positions(runner, source, model.dtype(), batch_size);
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

void plan_views(Context& ctx, const SequenceModel& model, const SampleSource& source, int64_t batch_size, int64_t width,
                const RunBatch& run) {
  ScratchScope scope(ctx);
  const int64_t n = std::min(batch_size, source.size());
  const View rows = ctx.scratch({n, width}, model.dtype());
  run(Runner::plan_batch(model, {n, bucket_length(source.max_length()), n, false}), rows);
}

void plan_evaluation(Context& ctx, Runner& runner, SequenceModel& model, const SampleSource& source,
                     int64_t batch_size) {
  if (per_position(model.config().head)) {
    runner.evaluate(
        Runner::plan_batch(model, {std::min(batch_size, source.size()), bucket_length(source.max_length()), 1, false}));
    return;
  }
  plan_views(ctx, model, source, batch_size, model.config().n_outputs, logits_of(runner));
}

}  // namespace undula
