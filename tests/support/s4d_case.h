#pragma once
#include <string>
#include <utility>
#include <vector>

#include "core/ops/s4d_scan.h"
#include "tests/support/tensor.h"

namespace undula::test {

/// One problem for the S4D scan. Rows cycle through `lengths` (empty: all full) and `resets` are (row, position).
struct S4dCase {
  int64_t B = 2, L = 7, E = 5, M = 3;
  double fastest = 60;  ///< of the frequencies: central differences need few turns over a row
  bool initial_state = true;
  Direction direction = Direction::kForward;
  std::vector<int64_t> lengths = {};
  std::vector<std::pair<int64_t, int64_t>> resets = {};
  int64_t padding = 0, offset = 0;  ///< of the rows of u, y and their gradients

  std::string text() const;
};

/// Its inputs, outputs and gradients in one element type. The numbers depend on names and sizes only.
struct S4dProblem {
  S4dProblem(const S4dCase& c, DType dtype);

  S4dIn in() const { return {u, log_A_real, A_imag, C, log_dt, D, h0}; }
  S4dOut out() const { return {y, hL, states}; }
  S4dGrad grad() const { return {dy, dhL, du, dh0, dlog_A_real, dA_imag, dC, dlog_dt, dD}; }
  void forward(Context& ctx) const;
  /// Zeroes the accumulated gradients, then runs backward.
  void backward(Context& ctx) const;
  /// dy . y + dhL . hL: the scalar whose gradient `backward` computes.
  double loss() const;
  /// (name, view) of everything that forward and backward write.
  std::vector<std::pair<const char*, View>> results() const;

  S4dCase shape;
  Rows rows;
  Tensor lengths, resets;
  Tensor u, log_A_real, A_imag, C, log_dt, D, h0;
  Tensor y, hL, states;
  Tensor dy, dhL, du, dh0, dlog_A_real, dA_imag, dC, dlog_dt, dD;
};

}  // namespace undula::test
