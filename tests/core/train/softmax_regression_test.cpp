#include "core/train/softmax_regression.h"

#include <cmath>

#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/support/catch.h"

namespace undula {
namespace {

/// Rows of one feature each; the class of column c is drawn from `odds[c]`.
RegressionRows draw_rows(int64_t rows, const std::vector<std::vector<double>>& odds, uint64_t seed) {
  const RandomKey key(seed);
  RegressionRows data{SparseRows(static_cast<int64_t>(odds.size())), {}, {}};
  for (int64_t i = 0; i < rows; ++i) {
    const auto column = static_cast<uint16_t>(i % static_cast<int64_t>(odds.size()));
    data.rows.count(column);
    data.rows.close_row();
    double u = key.uniform(i);
    int32_t label = 0;
    while (u >= odds[column][label]) u -= odds[column][label++];
    data.labels.push_back(label);
    data.weights.push_back(1);
  }
  return data;
}

}  // namespace

TEST_CASE("softmax regression finds the odds of each feature") {
  for (const bool many : {false, true}) {  // within and beyond one vector of four classes
    std::vector<std::vector<double>> odds = {{0.7, 0.2, 0.1}, {0.1, 0.1, 0.8}};
    if (many) odds = {{0.4, 0.2, 0.1, 0.1, 0.2}, {0.1, 0.1, 0.2, 0.5, 0.1}};
    const int classes = static_cast<int>(odds[0].size());
    const RegressionRows train = draw_rows(40000, odds, 1), valid = draw_rows(40000, odds, 2);
    ThreadPool pool(2);
    const SoftmaxFit fit = fit_softmax(train, valid, classes, 1e-7, pool);
    std::vector<float> p(static_cast<size_t>(classes));
    double entropy = 0;
    for (int64_t column = 0; column < 2; ++column) {
      fit.model.predict(train.rows.row(column), p.data());
      for (int c = 0; c < classes; ++c) {
        CHECK(p[c] == Approx(odds[column][c]).margin(0.01));
        entropy -= odds[column][c] * std::log(odds[column][c]) / 2;
      }
    }
    CHECK(fit.valid_log_loss == Approx(entropy).margin(0.01));
  }
}

TEST_CASE("a weight counts as copies of a row") {
  RegressionRows weighted{SparseRows(2), {0, 1, 1}, {3, 1, 2}}, copied{SparseRows(2), {0, 0, 0, 1, 1, 1}, {}};
  for (const uint16_t column : {0, 0, 1}) weighted.rows.count(column), weighted.rows.close_row();
  for (const uint16_t column : {0, 0, 0, 0, 1, 1}) copied.rows.count(column), copied.rows.close_row();
  copied.weights.assign(6, 1);
  ThreadPool pool(1);
  const SoftmaxFit a = fit_softmax(weighted, weighted, 2, 1e-2, pool), b = fit_softmax(copied, copied, 2, 1e-2, pool);
  CHECK(a.valid_log_loss == Approx(b.valid_log_loss).epsilon(1e-3));
  CHECK(a.valid_accuracy == Approx(5.0 / 6));
  for (size_t i = 0; i < a.model.weights.size(); ++i) {
    CHECK(a.model.weights[i] == Approx(b.model.weights[i]).margin(1e-2));
  }
}

TEST_CASE("softmax regression gives the same bits for any number of threads") {
  const RegressionRows train = draw_rows(1000, {{0.7, 0.2, 0.1}, {0.1, 0.1, 0.8}}, 1);
  ThreadPool one(1), three(3);
  CHECK(fit_softmax(train, train, 3, 1e-4, one).model.weights ==
        fit_softmax(train, train, 3, 1e-4, three).model.weights);
}

TEST_CASE("the search keeps the point that is best on the validation rows") {
  // Trained to certainty, the model would be far from what the validation rows say.
  RegressionRows train = draw_rows(10, {{1, 0}, {0, 1}}, 1);
  const RegressionRows valid = draw_rows(1000, {{0.7, 0.3}, {0.3, 0.7}}, 2);
  ThreadPool pool(1);
  const SoftmaxFit fit = fit_softmax(train, valid, 2, 1e-9, pool);
  CHECK(fit.valid_log_loss < std::log(2.0));
  CHECK(fit.valid_accuracy > 0.6);
}

TEST_CASE("nothing to train on or to validate on is refused") {
  const RegressionRows none{SparseRows(2), {}, {}}, some = draw_rows(10, {{1, 0}, {0, 1}}, 1);
  ThreadPool pool(1);
  CHECK_THROWS_AS(fit_softmax(none, some, 2, 0, pool), Error);
  CHECK_THROWS_AS(fit_softmax(some, none, 2, 0, pool), Error);
}

}  // namespace undula
