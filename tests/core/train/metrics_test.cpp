#include "core/train/metrics.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/support/catch.h"

namespace undula {
namespace {

/// Random predictions, coarse enough to hold many ties.
Predictions random_predictions(int classes, int64_t records, int levels, uint64_t seed) {
  const RandomKey key(seed);
  Predictions predictions{classes, {}, {}};
  uint64_t draws = 0;
  for (int64_t i = 0; i < records; ++i) {
    std::vector<float> row;
    float sum = 0;
    for (int c = 0; c < classes; ++c) sum += row.emplace_back(1.0f + key.below(draws++, levels));
    predictions.labels.push_back(static_cast<int32_t>(key.below(draws++, classes)));
    for (const float x : row) predictions.probabilities.push_back(x / sum);
  }
  return predictions;
}

/// The definitions, pair by pair and threshold by threshold.
double auroc_by_pairs(const Predictions& p, int c) {
  double won = 0, pairs = 0;
  for (int64_t i = 0; i < p.records(); ++i) {
    for (int64_t j = 0; j < p.records(); ++j) {
      if (p.labels[i] != c || p.labels[j] == c) continue;
      const float a = p.probabilities[i * p.n_classes + c], b = p.probabilities[j * p.n_classes + c];
      won += a > b ? 1 : a == b ? 0.5 : 0;
      pairs += 1;
    }
  }
  return won / pairs;
}

double auprc_by_thresholds(const Predictions& p, int c) {
  double sum = 0, positives = 0;
  for (int64_t i = 0; i < p.records(); ++i) {
    if (p.labels[i] != c) continue;
    double above = 0, right = 0;
    for (int64_t j = 0; j < p.records(); ++j) {
      if (p.probabilities[j * p.n_classes + c] < p.probabilities[i * p.n_classes + c]) continue;
      above += 1;
      right += p.labels[j] == c;
    }
    sum += right / above;
    positives += 1;
  }
  return sum / positives;
}

}  // namespace

// Values by hand; MCC of two classes is (TP TN - FP FN) / sqrt((TP+FP)(TP+FN)(TN+FP)(TN+FN)).
TEST_CASE("metrics of two classes, by hand") {
  const Predictions p{2, {0.9f, 0.1f, 0.8f, 0.2f, 0.3f, 0.7f, 0.4f, 0.6f, 0.6f, 0.4f, 0.1f, 0.9f}, {0, 0, 0, 1, 1, 1}};
  CHECK(confusion_matrix(p) == std::vector<int64_t>{2, 1, 1, 2});
  const Metrics m = compute_metrics(p);
  CHECK(m[Metric::kAccuracy] == Approx(4.0 / 6));
  CHECK(m[Metric::kMacroF1] == Approx(4.0 / 6));
  CHECK(m[Metric::kMcc] == Approx((2.0 * 2 - 1 * 1) / 9));
  CHECK(m[Metric::kAuroc] == Approx(7.0 / 9));
  CHECK(m[Metric::kAuprc] == Approx(((1 + 1 + 3.0 / 5) / 3 + (1 + 2.0 / 3 + 3.0 / 4) / 3) / 2));
  CHECK(m[Metric::kLogLoss] ==
        Approx(-(std::log(0.9) + std::log(0.8) + std::log(0.3) + std::log(0.6) + std::log(0.4) + std::log(0.9)) / 6)
            .epsilon(1e-6));
  // Bins of 0.4 records. By falling top probability: 2 records at 0.9, right; one at 0.8, right; one at 0.7, wrong; two
  // at 0.6, one of them right. The bin from 2.8 to 3.2 holds a fifth of the third and of the fourth record.
  const double gaps = 2 * 0.1 + 0.8 * 0.2 + std::abs(-0.2 * 0.2 + 0.2 * 0.7) + 0.8 * 0.7 + 2 * 0.1;
  CHECK(m[Metric::kCalibrationError] == Approx(gaps / 6).epsilon(1e-6));
}

// s = 5, c = 3, t = (2, 2, 1), a = (1, 2, 2), R_K = (3 * 5 - 8) / sqrt((25 - 9) (25 - 9)).
TEST_CASE("metrics of three classes, by hand") {
  const Predictions p{3, {1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1}, {0, 0, 1, 1, 2}};
  const Metrics m = compute_metrics(p);
  CHECK(m[Metric::kAccuracy] == Approx(0.6));
  CHECK(m[Metric::kMcc] == Approx(7.0 / 16));
  CHECK(m[Metric::kMacroF1] == Approx((2.0 / 3 + 2.0 / 4 + 2.0 / 3) / 3));
  CHECK(m[Metric::kLogLoss] == Approx(-2 * std::log(1e-15) / 5));
  CHECK(m[Metric::kCalibrationError] == Approx(0.4));
}

TEST_CASE("areas equal their definitions, ties included") {
  for (const int classes : {2, 3, 5}) {
    const Predictions p = random_predictions(classes, 120, 4, classes);
    double auroc = 0, auprc = 0;
    for (int c = 0; c < classes; ++c) {
      auroc += auroc_by_pairs(p, c) / classes;
      auprc += auprc_by_thresholds(p, c) / classes;
    }
    const Metrics m = compute_metrics(p);
    CHECK(m[Metric::kAuroc] == Approx(auroc));
    CHECK(m[Metric::kAuprc] == Approx(auprc));
  }
}

TEST_CASE("a weight counts as copies") {
  const Predictions p = random_predictions(3, 60, 5, 7);
  std::vector<int32_t> weights;
  Predictions copies{3, {}, {}};
  for (int64_t i = 0; i < p.records(); ++i) {
    weights.push_back(static_cast<int32_t>(RandomKey(1).below(i, 4)));
    for (int32_t copy = 0; copy < weights.back(); ++copy) {
      copies.labels.push_back(p.labels[i]);
      copies.probabilities.insert(copies.probabilities.end(), &p.probabilities[i * 3], &p.probabilities[i * 3] + 3);
    }
  }
  const Metrics weighted = MetricTables(p).evaluate(weights), copied = compute_metrics(copies);
  for (const Metric metric : kMetrics) {
    INFO(name_of(metric));
    CHECK(weighted[metric] == Approx(copied[metric]));
  }
}

TEST_CASE("metrics do not depend on the order of the records") {
  const Predictions p = random_predictions(3, 100, 3, 3);
  Predictions reversed{3, {}, {p.labels.rbegin(), p.labels.rend()}};
  for (int64_t i = p.records() - 1; i >= 0; --i) {
    reversed.probabilities.insert(reversed.probabilities.end(), &p.probabilities[i * 3], &p.probabilities[i * 3] + 3);
  }
  const Metrics a = compute_metrics(p), b = compute_metrics(reversed);
  for (const Metric metric : kMetrics) CHECK(a[metric] == Approx(b[metric]).epsilon(1e-12));
}

TEST_CASE("what is not defined is NaN") {
  const Metrics one_class = compute_metrics({2, {0.9f, 0.1f, 0.4f, 0.6f}, {0, 0}});
  CHECK(one_class[Metric::kAccuracy] == 0.5);
  CHECK(one_class[Metric::kMcc] == 0);
  CHECK(std::isnan(one_class[Metric::kAuroc]));
  CHECK(std::isnan(one_class[Metric::kAuprc]));
  const Metrics nothing = compute_metrics({2, {}, {}});
  for (const Metric metric : kMetrics) CHECK(std::isnan(nothing[metric]));
}

TEST_CASE("predictions that cannot be are refused") {
  CHECK_THROWS_AS(compute_metrics({2, {0.5f, 0.5f}, {2}}), Error);
  CHECK_THROWS_AS(compute_metrics({2, {0.5f, 0.5f}, {-1}}), Error);
  CHECK_THROWS_AS(compute_metrics({2, {0.5f}, {0}}), Error);
  CHECK_THROWS_AS(compute_metrics({2, {NAN, 0.5f}, {0}}), Error);
  CHECK_THROWS_AS(compute_metrics({0, {}, {}}), Error);
}

}  // namespace undula
