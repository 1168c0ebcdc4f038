#pragma once
#include "core/ops/cross_entropy.h"
#include "core/ops/row_views_cuda.cuh"

// loss_m = weight_m (log sum_c exp(logits[m, c]) - logits[m, target]);  dlogits = weight_m (softmax - onehot) /
// normaliser One warp a row; exponentials are fp32 relative to the largest logit, sums over rows float64: a block adds
// its 64 rows in order, one block the sums of all.
namespace undula::UNDULA_GPU {

/// A strided view (...) of one number per row, by its row-major index.
template <class T>
struct RowNumbers {
  const T* data;
  int64_t extents[3], strides[4];  ///< of the last three axes; strides of all four
  UNDULA_DEVICE T at(int64_t m) const {
    int64_t offset = 0;
    for (int axis = 2; axis >= 0; --axis) {
      offset += m % extents[axis] * strides[axis + 1];
      m /= extents[axis];
    }
    return data[offset + m * strides[0]];
  }
};

struct CrossEntropyIn {
  int64_t rows, classes;
  Matrix<const float> logits;
  RowNumbers<int32_t> targets;
  const float* class_weights;     ///< null: 1
  RowNumbers<float> row_weights;  ///< no data: 1
};

UNDULA_DEVICE double cross_entropy_weight(const CrossEntropyIn& in, int64_t m, int64_t target) {
  double weight = in.class_weights ? static_cast<double>(in.class_weights[target]) : 1.0;
  if (in.row_weights.data) weight *= static_cast<double>(in.row_weights.at(m));
  return weight;
}

/// The largest logit, where it first stands, and sum_c exp(logits[c] - largest), in every lane.
struct RowSummary {
  float largest, sum;
  int64_t place;
};
UNDULA_DEVICE RowSummary summarise_logits(const float* logits, int64_t classes) {
  RowSummary row{-bits_float(0x7f800000U), 0.0F, classes};
  for (int64_t c = lane(); c < classes; c += kWarp) {
    if (logits[c] > row.largest || row.place == classes) row.largest = logits[c], row.place = c;
  }
  for (int mask = kWarp / 2; mask > 0; mask /= 2) {
    const float largest = shuffle_xor(row.largest, mask);
    const int64_t place = shuffle_xor(row.place, mask);
    const bool takes = largest > row.largest || (largest == row.largest && place < row.place);
    row.largest = takes ? largest : row.largest;
    row.place = takes ? place : row.place;
  }
  for (int64_t c = lane(); c < classes; c += kWarp) row.sum += exp(logits[c] - row.largest);
  row.sum = warp_sum(row.sum);
  return row;
}

inline constexpr int kLossRows = 64;  ///< of one block

struct CrossEntropyForward {
  CrossEntropyIn in;
  LossSums* parts;  ///< one per block
};

UNDULA_KERNEL void loss_rows(CrossEntropyForward p) {
  auto* of_rows = shared<LossSums>();  // (kLossRows)
  const int64_t begin = block_x() * kLossRows, end = least(begin + kLossRows, p.in.rows);
  for (int i = warp(); i < kLossRows; i += threads() / kWarp) {
    const int64_t m = begin + i, target = m < end ? p.in.targets.at(m) : -1;
    LossSums sums{0, 0, 0, 0};
    if (target >= 0) {
      const float* logits = p.in.logits.row(m);
      const RowSummary row = summarise_logits(logits, p.in.classes);
      sums.weight = cross_entropy_weight(p.in, m, target);
      sums.loss = sums.weight * (static_cast<double>(row.largest) - static_cast<double>(logits[target]) +
                                 static_cast<double>(log(row.sum)));
      sums.count = 1;
      sums.correct = row.place == target ? 1 : 0;
    }
    if (lane() == 0) of_rows[i] = sums;
  }
  sync_block();
  if (thread() != 0) return;
  LossSums total{0, 0, 0, 0};
  for (int i = 0; i < kLossRows; ++i) add_sums(total, of_rows[i]);
  p.parts[block_x()] = total;
}

struct LossTotal {
  const LossSums* parts;
  int64_t n_parts;
  LossSums* total;
};

/// One block: each thread adds a run of parts, the first one the runs.
UNDULA_KERNEL void add_losses(LossTotal p) {
  auto* runs = shared<LossSums>();  // one per thread
  const int64_t length = (p.n_parts + threads() - 1) / threads();
  LossSums sum{0, 0, 0, 0};
  const int64_t end = least((thread() + 1) * length, p.n_parts);
  for (int64_t i = thread() * length; i < end; ++i) add_sums(sum, p.parts[i]);
  runs[thread()] = sum;
  sync_block();
  if (thread() != 0) return;
  for (int i = 1; i < threads(); ++i) add_sums(sum, runs[i]);
  *p.total = sum;
}

struct CrossEntropyBackward {
  CrossEntropyIn in;
  double normaliser;
  Matrix<float> dlogits;  ///< may be the logits
};

UNDULA_KERNEL void logit_gradients(CrossEntropyBackward p) {
  const int64_t m = block_x() * (threads() / kWarp) + warp();
  const int64_t target = m < p.in.rows ? p.in.targets.at(m) : -1, classes = m < p.in.rows ? p.in.classes : 0;
  if (target < 0) {
    for (int64_t c = lane(); c < classes; c += kWarp) p.dlogits.row(m)[c] = 0;
    return;
  }
  const float* logits = p.in.logits.row(m);
  const RowSummary row = summarise_logits(logits, classes);
  const auto scale = static_cast<float>(cross_entropy_weight(p.in, m, target) / p.normaliser);
  for (int64_t c = lane(); c < classes; c += kWarp) {
    p.dlogits.row(m)[c] = scale * (exp(logits[c] - row.largest) / row.sum - (c == target ? 1.0F : 0.0F));
  }
}

}  // namespace undula::UNDULA_GPU
