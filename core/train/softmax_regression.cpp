#include "core/train/softmax_regression.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/train/lbfgs.h"

namespace undula {
namespace {

constexpr int kMostSteps = 150;
constexpr int kPatience = 10;                // steps without progress on the validation rows before the search ends
constexpr double kProgress = 1e-3;           // relative fall of the validation loss that counts as progress
constexpr int64_t kMostPieces = 16;          // of the rows; pieces are added up in order
constexpr int64_t kGradientCells = 1 << 24;  // bounds the memory of the pieces' gradients

// The class axis is padded to whole vectors of four. kStride is that padded width when it is known, else 0.
int64_t padded(int classes) {
  return (classes + 3) / 4 * 4;
}

/// z (stride) = b + sum over the row's entries of value * W[column].
template <int64_t kStride>
void scores(const SparseRows::Row& row, const float* weights, const float* bias, int64_t stride, float* z) {
  if constexpr (kStride > 0) {
    float sum[kStride];  // stays in registers, which z, as it may alias the inputs, does not
    std::copy(bias, bias + kStride, sum);
    for (size_t j = 0; j < row.columns.size(); ++j) {
      const float* w = weights + row.columns[j] * kStride;
      for (int64_t c = 0; c < kStride; ++c) sum[c] += row.values[j] * w[c];
    }
    std::copy(sum, sum + kStride, z);
  } else {
    std::copy(bias, bias + stride, z);
    for (size_t j = 0; j < row.columns.size(); ++j) {
      const float* w = weights + row.columns[j] * stride;
      for (int64_t c = 0; c < stride; ++c) z[c] += row.values[j] * w[c];
    }
  }
}

/// gradient[column] += value * dz for every entry.
template <int64_t kStride>
void add_outer(const SparseRows::Row& row, const float* dz, int64_t stride, float* gradient) {
  const int64_t width = kStride > 0 ? kStride : stride;
  for (size_t j = 0; j < row.columns.size(); ++j) {
    const float value = row.values[j];
    float* g = gradient + row.columns[j] * width;
    for (int64_t c = 0; c < width; ++c) g[c] += value * dz[c];
  }
}

/// Scores to probabilities in place; returns log(sum(exp(z))) - z[label].
double softmax_loss(float* z, int classes, int32_t label) {
  const float top = *std::max_element(z, z + classes);
  const double at_label = z[label] - top;
  double sum = 0;
  for (int c = 0; c < classes; ++c) sum += z[c] = std::exp(z[c] - top);
  for (int c = 0; c < classes; ++c) z[c] = static_cast<float>(z[c] / sum);
  return std::log(sum) - at_label;
}

double total(const std::vector<float>& weights) {
  return std::accumulate(weights.begin(), weights.end(), 0.0);
}

/// Loss and gradient over pieces of the rows, in parallel. x and gradient are (columns + 1, stride), the last row b.
class Problem {
 public:
  Problem(const RegressionRows& data, int classes, double l2, ThreadPool& pool)
      : data_(data), classes_(classes), stride_(padded(classes)), l2_(l2), pool_(pool), weight_(total(data.weights)) {
    cells_ = (data.rows.columns() + 1) * stride_;
    pieces_ = std::clamp<int64_t>(kGradientCells / cells_, 1, kMostPieces);
    gradients_.resize(static_cast<size_t>(pieces_ * cells_));
    losses_.resize(static_cast<size_t>(pieces_));
  }

  int64_t cells() const { return cells_; }

  double operator()(const std::vector<double>& x, std::vector<double>& gradient) {
    const std::vector<float> weights(x.begin(), x.end());
    pool_.parallel_for(pieces_, 1, [&](int64_t begin, int64_t end) {
      for (int64_t piece = begin; piece < end; ++piece) {
        if (stride_ == 4) {
          run<4>(piece, weights.data());
        } else {
          run<0>(piece, weights.data());
        }
      }
    });
    return add_up(x, gradient);
  }

 private:
  template <int64_t kStride>
  void run(int64_t piece, const float* weights) {
    float* gradient = gradients_.data() + piece * cells_;
    std::fill(gradient, gradient + cells_, 0.0f);
    const float* bias = weights + cells_ - stride_;
    float* bias_gradient = gradient + cells_ - stride_;
    const int64_t rows = data_.rows.rows();
    std::vector<float> z(static_cast<size_t>(stride_));
    double loss = 0;
    for (int64_t i = rows * piece / pieces_; i < rows * (piece + 1) / pieces_; ++i) {
      const SparseRows::Row row = data_.rows.row(i);
      scores<kStride>(row, weights, bias, stride_, z.data());
      loss += data_.weights[i] * softmax_loss(z.data(), classes_, data_.labels[i]);
      z[data_.labels[i]] -= 1;
      std::fill(z.begin() + classes_, z.end(), 0.0f);
      for (float& dz : z) dz *= data_.weights[i];
      add_outer<kStride>(row, z.data(), stride_, gradient);
      for (int64_t c = 0; c < stride_; ++c) bias_gradient[c] += z[c];
    }
    losses_[piece] = loss;
  }

  double add_up(const std::vector<double>& x, std::vector<double>& gradient) const {
    double square = 0;
    for (int64_t cell = 0; cell < cells_; ++cell) {
      double sum = 0;
      for (int64_t piece = 0; piece < pieces_; ++piece) sum += gradients_[piece * cells_ + cell];
      gradient[cell] = sum / weight_;
      if (cell >= cells_ - stride_) continue;  // b is not shrunk
      gradient[cell] += l2_ * x[cell];
      square += x[cell] * x[cell];
    }
    return std::accumulate(losses_.begin(), losses_.end(), 0.0) / weight_ + l2_ / 2 * square;
  }

  const RegressionRows& data_;
  int classes_;
  int64_t stride_;
  double l2_;
  ThreadPool& pool_;
  double weight_;
  int64_t cells_ = 0, pieces_ = 0;
  std::vector<float> gradients_;  // (pieces, columns + 1, stride)
  std::vector<double> losses_;    // (pieces)
};

SoftmaxRegression unpadded(const std::vector<double>& x, int64_t columns, int classes) {
  SoftmaxRegression model{columns, classes, {}};
  for (int64_t row = 0; row <= columns; ++row) {
    for (int c = 0; c < classes; ++c) model.weights.push_back(static_cast<float>(x[row * padded(classes) + c]));
  }
  return model;
}

/// Mean log-loss and accuracy.
void judge(const RegressionRows& data, ThreadPool& pool, SoftmaxFit& fit) {
  const int64_t rows = data.rows.rows();
  std::vector<double> losses(static_cast<size_t>(rows)), hits(static_cast<size_t>(rows));
  pool.parallel_for(rows, 256, [&](int64_t begin, int64_t end) {
    std::vector<float> p(static_cast<size_t>(fit.model.classes));
    for (int64_t i = begin; i < end; ++i) {
      fit.model.predict(data.rows.row(i), p.data());
      losses[i] = -data.weights[i] * std::log(std::max(static_cast<double>(p[data.labels[i]]), 1e-15));
      hits[i] = std::max_element(p.begin(), p.end()) - p.begin() == data.labels[i] ? data.weights[i] : 0;
    }
  });
  fit.valid_log_loss = std::accumulate(losses.begin(), losses.end(), 0.0) / total(data.weights);
  fit.valid_accuracy = std::accumulate(hits.begin(), hits.end(), 0.0) / total(data.weights);
}

}  // namespace

void SoftmaxRegression::predict(const SparseRows::Row& row, float* probabilities) const {
  scores<0>(row, weights.data(), weights.data() + columns * classes, classes, probabilities);
  softmax_loss(probabilities, classes, 0);
}

SoftmaxFit fit_softmax(const RegressionRows& train, const RegressionRows& valid, int classes, double l2,
                       ThreadPool& pool) {
  require(classes > 0 && total(train.weights) > 0 && total(valid.weights) > 0, "softmax_regression",
          "rows to train on and rows to validate on are needed");
  Problem problem(train, classes, l2, pool);
  SoftmaxFit best;
  best.valid_log_loss = std::numeric_limits<double>::infinity();
  double reference = best.valid_log_loss;
  int waited = 0;
  const auto observe = [&](const std::vector<double>& x) {
    SoftmaxFit fit{unpadded(x, train.rows.columns(), classes), 0, 0};
    judge(valid, pool, fit);
    waited = fit.valid_log_loss < reference * (1 - kProgress) ? 0 : waited + 1;
    if (waited == 0) reference = fit.valid_log_loss;
    if (fit.valid_log_loss < best.valid_log_loss) best = std::move(fit);
    return waited < kPatience;
  };
  std::vector<double> x(static_cast<size_t>(problem.cells()));
  observe(x);
  minimize_lbfgs(std::ref(problem), observe, kMostSteps, x);
  return best;
}

}  // namespace undula
