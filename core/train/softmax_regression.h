#pragma once
#include <cstdint>
#include <vector>

#include "core/base/threads.h"
#include "core/train/sparse_rows.h"

namespace undula {

/// Rows with their classes and how much each counts.
struct RegressionRows {
  SparseRows rows;
  std::vector<int32_t> labels;
  std::vector<float> weights;
};

/// Multinomial logistic regression: p(class | x) = softmax(x W + b).
struct SoftmaxRegression {
  int64_t columns = 0;
  int classes = 0;
  std::vector<float> weights;  ///< (columns + 1, classes); the last row is b

  /// Writes the (classes) probabilities of a row.
  void predict(const SparseRows::Row& row, float* probabilities) const;
};

struct SoftmaxFit {
  SoftmaxRegression model;
  double valid_log_loss = 0;
  double valid_accuracy = 0;
};

/// Minimises the mean loss on `train` + l2 / 2 |W|^2 and keeps the point of the search that has the lowest log-loss on
/// `valid`; the search ends when that stops falling. The result does not depend on the number of threads.
SoftmaxFit fit_softmax(const RegressionRows& train, const RegressionRows& valid, int classes, double l2,
                       ThreadPool& pool);

}  // namespace undula
