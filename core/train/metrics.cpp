#include "core/train/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/train/rank_areas.h"

namespace undula {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr int kCalibrationBins = 15;
constexpr double kLeastProbability = 1e-15;

}  // namespace

const char* name_of(Metric metric) {
  constexpr const char* kNames[] = {"accuracy", "macro_f1", "mcc", "auroc", "auprc", "calibration_error", "log_loss"};
  return kNames[static_cast<size_t>(metric)];
}

const char* title_of(Metric metric) {
  constexpr const char* kTitles[] = {"Accuracy", "Macro F1", "MCC", "AUROC", "AUPRC", "Calibration error", "Log-loss"};
  return kTitles[static_cast<size_t>(metric)];
}

bool higher_is_better(Metric metric) {
  return metric != Metric::kCalibrationError && metric != Metric::kLogLoss;
}

int32_t Predictions::top_class(int64_t i) const {
  const float* row = probabilities.data() + i * n_classes;
  return static_cast<int32_t>(std::max_element(row, row + n_classes) - row);
}

std::vector<int64_t> confusion_matrix(const Predictions& predictions) {
  const int64_t classes = predictions.n_classes;
  std::vector<int64_t> counts(static_cast<size_t>(classes * classes));
  for (int64_t i = 0; i < predictions.records(); ++i) {
    ++counts[static_cast<size_t>(predictions.labels[i] * classes + predictions.top_class(i))];
  }
  return counts;
}

MetricTables::MetricTables(const Predictions& predictions)
    : n_classes_(predictions.n_classes), labels_(predictions.labels) {
  const int64_t n = predictions.records();
  require(n_classes_ > 0 && n <= INT32_MAX, "metrics", "between 1 and 2^31 records of at least one class are needed");
  require(static_cast<int64_t>(predictions.probabilities.size()) == n * n_classes_, "metrics",
          "one probability for each record and class is needed");
  require(std::all_of(predictions.probabilities.begin(), predictions.probabilities.end(),
                      [](float p) { return p >= 0 && p <= 1.0001f; }),
          "metrics", "a probability is outside [0, 1]");
  for (int64_t i = 0; i < n; ++i) {
    const int32_t label = labels_[i];
    require(label >= 0 && label < n_classes_, "metrics", "label outside [0, n_classes); got " + std::to_string(label));
    const float* row = predictions.probabilities.data() + i * n_classes_;
    answers_.push_back(predictions.top_class(i));
    top_probability_.push_back(row[answers_.back()]);
    loss_.push_back(-std::log(std::clamp<double>(row[label], kLeastProbability, 1.0)));
  }
  std::vector<float> scores(static_cast<size_t>(n));
  for (int c = 0; c < n_classes_; ++c) {
    for (int64_t i = 0; i < n; ++i) scores[i] = predictions.probabilities[i * n_classes_ + c];
    by_class_.push_back(rank(scores));
  }
  by_top_ = rank(top_probability_);
}

MetricTables::Ranking MetricTables::rank(std::span<const float> scores) {
  Ranking ranking;
  ranking.order.resize(scores.size());
  std::iota(ranking.order.begin(), ranking.order.end(), 0);
  std::sort(ranking.order.begin(), ranking.order.end(),
            [&](int32_t a, int32_t b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; });
  for (size_t i = 0; i < scores.size(); ++i) {
    ranking.starts_tie.push_back(i == 0 || scores[ranking.order[i]] != scores[ranking.order[i - 1]]);
  }
  return ranking;
}

Metrics MetricTables::evaluate(std::span<const int32_t> weights) const {
  require(weights.size() == labels_.size(), "metrics", "one weight for each record is needed");
  Metrics metrics;
  metrics.values.fill(kNaN);
  const int64_t total = std::accumulate(weights.begin(), weights.end(), int64_t{0});
  if (total == 0) return metrics;
  evaluate_confusion(weights, metrics);
  evaluate_rankings(weights, metrics);
  metrics[Metric::kCalibrationError] = calibration_error(weights, total);
  double loss = 0;
  for (size_t i = 0; i < loss_.size(); ++i) loss += weights[i] * loss_[i];
  metrics[Metric::kLogLoss] = loss / static_cast<double>(total);
  return metrics;
}

void MetricTables::evaluate_confusion(std::span<const int32_t> weights, Metrics& metrics) const {
  ClassCounts counts(n_classes_);
  for (size_t i = 0; i < labels_.size(); ++i) counts.add(labels_[i], answers_[i], weights[i]);
  counts.evaluate(metrics);
}

void ClassCounts::evaluate(Metrics& metrics) const {
  // With t_k, a_k the records truly of and answered as class k, c the correct ones and s all of them,
  // R_K = (c s - sum t_k a_k) / sqrt((s^2 - sum a_k^2) (s^2 - sum t_k^2)).
  double s = 0, correct = 0, ta = 0, tt = 0, aa = 0, f1 = 0;
  int occurring = 0;
  for (size_t k = 0; k < truly_.size(); ++k) {
    const double t = static_cast<double>(truly_[k]), a = static_cast<double>(answered_[k]);
    const double hit = static_cast<double>(both_[k]);
    s += t, correct += hit, ta += t * a, tt += t * t, aa += a * a;
    if (t + a > 0) {
      f1 += 2 * hit / (t + a);
      ++occurring;
    }
  }
  const double spread = (s * s - aa) * (s * s - tt);
  metrics[Metric::kAccuracy] = correct / s;
  metrics[Metric::kMacroF1] = f1 / occurring;
  metrics[Metric::kMcc] = spread > 0 ? (correct * s - ta) / std::sqrt(spread) : 0;
}

void MetricTables::evaluate_rankings(std::span<const int32_t> weights, Metrics& metrics) const {
  double auroc = 0, auprc = 0;
  for (int32_t c = 0; c < n_classes_; ++c) {
    const Ranking& ranking = by_class_[c];
    RankAreas areas;
    int64_t positives = 0, negatives = 0;  // of the open tie
    for (size_t i = 0; i < ranking.order.size(); ++i) {
      if (ranking.starts_tie[i]) {
        areas.add_tie(positives, negatives);
        positives = negatives = 0;
      }
      const int32_t record = ranking.order[i];
      (labels_[record] == c ? positives : negatives) += weights[record];
    }
    areas.add_tie(positives, negatives);
    auroc += areas.auroc();
    auprc += areas.auprc();
  }
  metrics[Metric::kAuroc] = auroc / n_classes_;
  metrics[Metric::kAuprc] = auprc / n_classes_;
}

double MetricTables::calibration_error(std::span<const int32_t> weights, int64_t total) const {
  // Each tie is one block of mass `mass`, of which `correct` is right; blocks fill the bins in turn.
  const double bin_mass = static_cast<double>(total) / kCalibrationBins;
  double room = bin_mass, gap = 0, error = 0;
  const auto fill = [&](double mass, double correct, double probability) {
    const double gap_per_mass = mass > 0 ? probability - correct / mass : 0;
    while (mass > room) {
      error += std::abs(gap + gap_per_mass * room);
      mass -= room;
      room = bin_mass;
      gap = 0;
    }
    gap += gap_per_mass * mass;
    room -= mass;
  };
  double mass = 0, correct = 0, probability = 0;
  for (size_t i = 0; i < by_top_.order.size(); ++i) {
    const int32_t record = by_top_.order[i];
    if (by_top_.starts_tie[i]) {
      fill(mass, correct, probability);
      mass = correct = 0;
      probability = top_probability_[record];
    }
    mass += weights[record];
    if (labels_[record] == answers_[record]) correct += weights[record];
  }
  fill(mass, correct, probability);
  return (error + std::abs(gap)) / static_cast<double>(total);
}

Metrics compute_metrics(const Predictions& predictions) {
  return MetricTables(predictions).evaluate(std::vector<int32_t>(static_cast<size_t>(predictions.records()), 1));
}

}  // namespace undula
