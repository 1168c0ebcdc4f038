#include "core/train/calibration.h"

#include <algorithm>
#include <cmath>

#include "core/train/evaluation.h"

namespace undula {
namespace {

constexpr double kLimit = 16;
constexpr int kHalvings = 50;
constexpr double kLeastProbability = 1e-45;  // fp32 has nothing between it and 0

/// Logits (records, classes), up to a constant in each row.
std::vector<double> logits_of(const Predictions& predictions) {
  std::vector<double> logits;
  for (const float p : predictions.probabilities) logits.push_back(std::log(std::max<double>(p, kLeastProbability)));
  return logits;
}

/// The slope of the summed log-loss over b = 1 / T, which rises with b: with p = softmax(b z) and the targets t of a
/// record, sum_c (p_c - t_c) z_c over all records.
double slope(const Predictions& predictions, const std::vector<double>& logits, double b) {
  const auto classes = static_cast<size_t>(predictions.n_classes);
  const double missed = 1 / (static_cast<double>(predictions.records()) + 2);
  std::vector<double> p(classes);
  double sum = 0;
  for (size_t i = 0; i < predictions.labels.size(); ++i) {
    const double* z = logits.data() + i * classes;
    for (size_t c = 0; c < classes; ++c) p[c] = b * z[c];
    softmax(p.data(), predictions.n_classes, p.data());
    for (size_t c = 0; c < classes; ++c) {
      const bool is_label = static_cast<int32_t>(c) == predictions.labels[i];
      const double target = is_label ? 1 - missed : missed / static_cast<double>(classes - 1);
      sum += (p[c] - target) * z[c];
    }
  }
  return sum;
}

}  // namespace

double fit_temperature(const Predictions& predictions) {
  if (predictions.records() == 0 || predictions.n_classes < 2) return 1;
  const std::vector<double> logits = logits_of(predictions);
  double low = -std::log(kLimit), high = std::log(kLimit);  // of log b
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    (slope(predictions, logits, std::exp(middle)) < 0 ? low : high) = middle;
  }
  return std::exp(-(low + high) / 2);
}

Predictions at_temperature(Predictions predictions, double temperature) {
  std::vector<double> logits = logits_of(predictions);
  for (double& logit : logits) logit /= temperature;
  for (size_t at = 0; at < logits.size(); at += static_cast<size_t>(predictions.n_classes))
    softmax(logits.data() + at, predictions.n_classes, logits.data() + at);
  predictions.probabilities.assign(logits.begin(), logits.end());
  return predictions;
}

}  // namespace undula
