#include "core/train/calibration.h"

#include <cmath>

#include "core/base/random.h"
#include "core/train/evaluation.h"
#include "tests/support/catch.h"

using namespace undula;

namespace {

/// Records whose labels are drawn from softmax(logits / temperature), predicted at temperature 1.
Predictions drawn_at(double temperature, int64_t records) {
  Predictions predictions;
  predictions.n_classes = 3;
  const RandomKey key(11);
  for (int64_t i = 0; i < records; ++i) {
    double logits[3], p[3];
    for (uint64_t c = 0; c < 3; ++c) logits[c] = 8 * key.fold(c).uniform(static_cast<uint64_t>(i));
    softmax(logits, 3, p);
    predictions.probabilities.insert(predictions.probabilities.end(), p, p + 3);
    for (double& logit : logits) logit /= temperature;
    softmax(logits, 3, p);
    const double u = key.fold(9).uniform(static_cast<uint64_t>(i));
    predictions.labels.push_back(u < p[0] ? 0 : u < p[0] + p[1] ? 1 : 2);
  }
  return predictions;
}

double log_loss(const Predictions& predictions) {
  return compute_metrics(predictions)[Metric::kLogLoss];
}

}  // namespace

TEST_CASE("the temperature that labels were drawn at is found again") {
  for (const double temperature : {0.5, 1.0, 3.0}) {
    INFO(temperature);
    CHECK(fit_temperature(drawn_at(temperature, 20000)) == Approx(temperature).epsilon(0.03));
  }
}

TEST_CASE("no other temperature has a smaller log-loss, and calibration error falls") {
  const Predictions raw = drawn_at(3, 20000);
  const double temperature = fit_temperature(raw);
  const Predictions best = at_temperature(raw, temperature);
  CHECK(log_loss(best) < log_loss(raw));
  CHECK(log_loss(best) < log_loss(at_temperature(raw, 1.05 * temperature)));
  CHECK(log_loss(best) < log_loss(at_temperature(raw, 0.95 * temperature)));
  CHECK(compute_metrics(best)[Metric::kCalibrationError] < 0.02);
  CHECK(compute_metrics(raw)[Metric::kCalibrationError] > 0.1);
  CHECK(compute_metrics(best)[Metric::kAccuracy] == compute_metrics(raw)[Metric::kAccuracy]);
}

TEST_CASE("a temperature and its inverse undo each other") {
  const Predictions raw = drawn_at(2, 100), back = at_temperature(at_temperature(raw, 2.5), 1 / 2.5);
  for (size_t i = 0; i < raw.probabilities.size(); ++i)
    CHECK(back.probabilities[i] == Approx(raw.probabilities[i]).epsilon(1e-5));
}

TEST_CASE("answers that are all right do not make a model certain") {
  Predictions right;
  right.n_classes = 2;
  for (int i = 0; i < 50; ++i) {
    right.probabilities.insert(right.probabilities.end(), {0.8F, 0.2F});
    right.labels.push_back(0);
  }
  // As if one record of n + 2 had the other label.
  CHECK(at_temperature(right, fit_temperature(right)).probabilities[1] == Approx(1.0 / 52).epsilon(1e-4));
}

TEST_CASE("without records the temperature is 1") {
  Predictions none;
  none.n_classes = 2;
  CHECK(fit_temperature(none) == 1);
}
