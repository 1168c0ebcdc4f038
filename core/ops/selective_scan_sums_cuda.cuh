#pragma once
#include "core/ops/selective_scan_tiles_cuda.cuh"

// Sums of the shares that scan_backward leaves, each in a fixed order.
namespace undula::UNDULA_GPU {

template <class T>
struct ScanSumParams {
  ScanRows rows;
  const float* dBC;  ///< (blocks, B, segments, span_steps, 2 width)
  int64_t blocks, segments, span_begin, span_steps;
  int width, N;
  Plane<T> dB, dC;
};

/// dB and dC of the span's steps, and zeros beyond the row's length. Grid: (blocks of span_steps N, segments, B).
template <class T>
UNDULA_KERNEL void scan_sum_dBC(ScanSumParams<T> p) {
  const Walk walk(p.rows, block_z());
  const int64_t i = block_x() * threads() + thread(), within = i / p.N, n = i % p.N;
  const int64_t step = block_y() * p.rows.segment_steps + p.span_begin + within;
  if (within >= p.span_steps || p.span_begin + within >= p.rows.segment_steps || step >= p.rows.L) return;
  const int64_t row = (block_z() * p.segments + block_y()) * p.span_steps + within;
  const int64_t plane = blocks_z() * p.segments * p.span_steps;
  const bool valid = step < walk.length;
  float dB = 0, dC = 0;
  for (int64_t k = 0; valid && k < p.blocks; ++k) {
    const float* share = p.dBC + (k * plane + row) * 2 * p.width;
    dB += share[n];
    dC += share[p.width + n];
  }
  // A position beyond the length belongs to the step of its own number, whatever the direction.
  const int64_t t = valid ? walk.position(step) : step;
  store(p.dB.at(walk.b, t) + n, dB);
  store(p.dC.at(walk.b, t) + n, dC);
}

struct ScanParameterParams {
  ScanRates rates;
  const float *dA, *dD, *ddt_bias;  ///< (shares, E, N), (shares, E), (shares, E)
  int64_t shares;
  float *dA_log, *dA_imag, *dD_sum, *ddt_bias_sum;  ///< added to
  int64_t dA_log_row, dA_imag_row;
};

/// dA_log += A dA and its companions. Grid: blocks of E N.
UNDULA_KERNEL void scan_sum_parameters(ScanParameterParams p) {
  const int64_t E = p.rates.E, N = p.rates.N, i = block_x() * threads() + thread(), e = i / N, n = i % N;
  if (e >= E) return;
  float sum = 0;
  for (int64_t k = 0; k < p.shares; ++k) sum += p.dA[(k * E + e) * N + n];
  if (p.rates.A_imag) {
    if (n % 2 == 0) {
      p.dA_log[e * p.dA_log_row + n / 2] -= exp(p.rates.A_log[e * p.rates.A_log_row + n / 2]) * sum;
    } else {
      p.dA_imag[e * p.dA_imag_row + n / 2] += sum;
    }
  } else {
    p.dA_log[e * p.dA_log_row + n] -= exp(p.rates.A_log[e * p.rates.A_log_row + n]) * sum;
  }
  if (n != 0) return;
  float dD = 0, ddt_bias = 0;
  for (int64_t k = 0; k < p.shares; ++k) {
    dD += p.dD[k * E + e];
    ddt_bias += p.ddt_bias[k * E + e];
  }
  p.dD_sum[e] += dD;
  p.ddt_bias_sum[e] += ddt_bias;
}

}  // namespace undula::UNDULA_GPU
