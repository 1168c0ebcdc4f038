#pragma once
#include <string>
#include <utility>
#include <vector>

#include "core/ops/conv1d.h"
#include "tests/support/tensor.h"

namespace undula::test {

/// One problem for the convolution. Rows cycle through `lengths` (empty: all full) and `resets` are (row, position).
struct Conv1dCase {
  int64_t B = 2, L = 7, E = 5, K = 4;
  bool tail = true;
  Direction direction = Direction::kForward;
  std::vector<int64_t> lengths = {};
  std::vector<std::pair<int64_t, int64_t>> resets = {};
  int64_t padding = 0, offset = 0;  ///< of the rows of x, y and their gradients

  std::string text() const;
};

/// Its inputs, outputs and gradients in one element type. The numbers depend on names and sizes only.
struct Conv1dProblem {
  Conv1dProblem(const Conv1dCase& c, DType dtype);

  Conv1dIn in() const { return {x, w, bias, tail}; }
  Conv1dOut out() const { return {y, tail_out}; }
  Conv1dGrad grad() const { return {dy, dtail_out, dx, dw, dbias, dtail}; }
  void forward(Context& ctx) const;
  /// Zeroes the accumulated gradients, then runs backward.
  void backward(Context& ctx) const;
  /// dy . y + dtail_out . tail_out: the scalar whose gradient `backward` computes.
  double loss() const;
  /// (name, view) of everything that forward and backward write.
  std::vector<std::pair<const char*, View>> results() const;

  Conv1dCase shape;
  Rows rows;
  Tensor lengths, resets;
  Tensor x, w, bias, tail, y, tail_out;
  Tensor dy, dtail_out, dx, dw, dbias, dtail;
};

}  // namespace undula::test
