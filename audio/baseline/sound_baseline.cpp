#include "audio/baseline/sound_baseline.h"

#include <array>
#include <cmath>

#include "core/base/error.h"

namespace undula {
namespace {

constexpr std::array kStrengths = {0.01, 1.0, 100.0};  // l2 = strength / samples

/// (samples, features) of view 0.
std::vector<float> table(SoundFeatures features, int64_t rate, const SampleSource& source, ThreadPool& pool) {
  const int64_t width = count_of(features);
  std::vector<float> values(static_cast<size_t>(source.size() * width));
  pool.parallel_for(source.size(), 1, [&](int64_t begin, int64_t end) {
    Sample sample;
    for (int64_t i = begin; i < end; ++i) {
      source.get(0, i, sample);
      const std::vector<float> row = sound_features(features, sample.values, rate);
      std::copy(row.begin(), row.end(), values.begin() + i * width);
    }
  });
  return values;
}

}  // namespace

SoundBaseline SoundBaseline::fit(SoundFeatures features, int64_t rate, const SampleSource& train,
                                 const SampleSource& valid, int classes, ThreadPool& pool) {
  SoundBaseline baseline;
  baseline.features_ = features;
  baseline.rate_ = rate;
  const std::vector<float> values = table(features, rate, train, pool);
  const auto width = static_cast<size_t>(count_of(features));
  const double n = static_cast<double>(train.size());
  for (size_t c = 0; c < width; ++c) {
    double sum = 0, squares = 0;
    for (size_t at = c; at < values.size(); at += width) {
      sum += values[at];
      squares += static_cast<double>(values[at]) * values[at];
    }
    const double spread = std::sqrt(std::max(squares / n - sum / n * (sum / n), 0.0));
    baseline.mean_.push_back(static_cast<float>(sum / n));
    baseline.scale_.push_back(spread > 0 ? static_cast<float>(1 / spread) : 0.0F);
  }
  const RegressionRows training = baseline.rows(train, pool), validation = baseline.rows(valid, pool);
  std::optional<SoftmaxFit> best;
  for (const double strength : kStrengths) {
    SoftmaxFit fit = fit_softmax(training, validation, classes, strength / n, pool);
    if (!best || fit.valid_log_loss < best->valid_log_loss) best = std::move(fit);
  }
  baseline.model_ = std::move(best->model);
  baseline.valid_log_loss_ = best->valid_log_loss;
  baseline.valid_accuracy_ = best->valid_accuracy;
  return baseline;
}

RegressionRows SoundBaseline::rows(const SampleSource& source, ThreadPool& pool) const {
  std::vector<float> values = table(features_, rate_, source, pool);
  const size_t width = mean_.size();
  RegressionRows rows{SparseRows(static_cast<int64_t>(width)), {}, {}};
  Sample sample;
  for (int64_t i = 0; i < source.size(); ++i) {
    const std::span<float> row = std::span(values).subspan(static_cast<size_t>(i) * width, width);
    for (size_t c = 0; c < width; ++c) row[c] = (row[c] - mean_[c]) * scale_[c];
    rows.rows.add_row(row);
    source.get(0, i, sample);
    rows.labels.push_back(sample.label);
    rows.weights.push_back(sample.weight);
  }
  return rows;
}

Predictions SoundBaseline::predict(const SampleSource& source, ThreadPool& pool) const {
  const RegressionRows judged = rows(source, pool);
  Predictions predictions;
  predictions.n_classes = model_.classes;
  predictions.labels = judged.labels;
  predictions.probabilities.resize(judged.labels.size() * static_cast<size_t>(model_.classes));
  for (int64_t i = 0; i < judged.rows.rows(); ++i)
    model_.predict(judged.rows.row(i), predictions.probabilities.data() + i * model_.classes);
  return predictions;
}

std::string SoundBaseline::describe() const {
  return "logistic regression on " + title_of(features_);
}

void SoundBaseline::store(const std::string& prefix, TensorFile& content) const {
  const int64_t width = model_.columns, classes = model_.classes;
  const std::span<const float> weights(model_.weights);
  content.add<float>(prefix + "weight", {width, classes}, weights.first(static_cast<size_t>(width * classes)));
  content.add<float>(prefix + "bias", {classes}, weights.last(static_cast<size_t>(classes)));
  content.add<float>(prefix + "mean", {width}, std::span<const float>(mean_));
  content.add<float>(prefix + "scale", {width}, std::span<const float>(scale_));
}

std::optional<SoundBaseline> SoundBaseline::load(const std::string& prefix, SoundFeatures features, int64_t rate,
                                                 const TensorFile& content, int classes) {
  if (content.find(prefix + "weight") == nullptr) return std::nullopt;
  SoundBaseline baseline;
  baseline.features_ = features;
  baseline.rate_ = rate;
  const int64_t width = count_of(features);
  baseline.mean_ = content.floats(prefix + "mean", {width});
  baseline.scale_ = content.floats(prefix + "scale", {width});
  baseline.model_.columns = width;
  baseline.model_.classes = classes;
  baseline.model_.weights = content.floats(prefix + "weight", {width, classes});
  const std::vector<float> bias = content.floats(prefix + "bias", {classes});
  baseline.model_.weights.insert(baseline.model_.weights.end(), bias.begin(), bias.end());
  return baseline;
}

}  // namespace undula
