#pragma once
#include <string>
#include <utility>
#include <vector>

#include "core/ops/selective_scan.h"
#include "tests/support/tensor.h"

namespace undula::test {

/// One problem for the scan. Rows cycle through `lengths` (empty: all full) and `resets` are (row, position).
struct ScanCase {
  int64_t B = 2, L = 7, E = 5, N = 3;
  bool gate = true, initial_state = true;
  bool complex = false;  ///< A; N is even
  Direction direction = Direction::kForward;
  std::vector<int64_t> lengths = {};
  std::vector<std::pair<int64_t, int64_t>> resets = {};
  int64_t padding = 0, offset = 0;  ///< of the rows of u, dt, z, B, C, y and their gradients

  std::string text() const;
};

/// Its inputs, outputs and gradients in one element type. The numbers depend on names and sizes only.
struct ScanProblem {
  ScanProblem(const ScanCase& c, DType dtype);

  ScanIn in() const { return {u, dt, A_log, B, C, D, dt_bias, z, h0, A_imag}; }
  ScanOut out() const { return {y, hL, chunk_states}; }
  ScanGrad grad() const { return {dy, dhL, du, ddt, dB, dC, dz, dh0, dA_log, dD, ddt_bias, dA_imag}; }
  void forward(Context& ctx) const;
  /// Zeroes the accumulated gradients, then runs backward.
  void backward(Context& ctx) const;
  /// dy . y + dhL . hL: the scalar whose gradient `backward` computes.
  double loss() const;
  /// (name, view) of everything that forward and backward write.
  std::vector<std::pair<const char*, View>> results() const;

  ScanCase shape;
  Rows rows;
  Tensor lengths, resets;
  Tensor u, dt, A_log, A_imag, B, C, D, dt_bias, z, h0;
  Tensor y, hL, chunk_states;
  Tensor dy, dhL, du, ddt, dB, dC, dz, dh0, dA_log, dA_imag, dD, ddt_bias;
};

}  // namespace undula::test
