#pragma once
#include "core/ops/conv1d_cuda.cuh"

// dp_i = dy_i silu'(p_i),  dx_j = sum_k w[k] dp_i with j = i - K + 1 + k,  dw[k] = sum_i x_j dp_i,  dbias = sum_i dp_i,
// over the steps i of the row that see input j. A thread walks on by K - 1 steps beyond its run, for the inputs of the
// run that those see. Sums over a run are one part, (K + 1, E): dw, then dbias.
namespace undula::UNDULA_GPU {

template <class T>
struct ConvBackward {
  ConvIn<T> in;
  Block<const T> dy;
  Block<const float> dtail_out;
  Block<T> dx;
  Block<float> dtail_in;
  float* parts;     ///< (B, runs, K + 1, E)
  Block<float> dp;  ///< kTaps = 0: (B, L, E) by step
};

/// Writes the gradient of input j, which holds what steps gave, and adds what the outgoing tail gave.
template <class T>
UNDULA_DEVICE void conv_put_gradient(const ConvBackward<T>& p, const ConvRun& run, int64_t j, float (&dx)[kItems]) {
  if (j >= 0 ? j < run.begin || j >= run.end : !run.first || !p.dtail_in.data) return;
  const int64_t length = run.walk.length, in_tail = j - (length - (p.in.taps - 1));
  if (p.dtail_out.data && in_tail >= 0 && j >= conv_first_seen(run.walk, length - 1, p.in.taps)) {
    float dtail[kItems];
    load_quad(p.dtail_out.at(run.walk.row, in_tail) + run.channel, run.live, false, dtail);
    UNDULA_UNROLL
    for (int c = 0; c < kItems; ++c) dx[c] += dtail[c];
  }
  if (j >= 0) {
    store_quad(p.dx.at(run.walk.row, run.walk.position(j)) + run.channel, run.live, p.in.tiles.aligned, dx);
  } else {
    store_quad(p.dtail_in.at(run.walk.row, j + p.in.taps - 1) + run.channel, run.live, false, dx);
  }
}

template <class T>
UNDULA_DEVICE void conv_clear_padding(const ConvBackward<T>& p, const ConvRun& run) {
  const float zeros[kItems] = {};
  for (int64_t t = most(run.begin, run.walk.length); t < run.limit; ++t) {
    store_quad(p.dx.at(run.walk.row, t) + run.channel, run.live, p.in.tiles.aligned, zeros);
  }
}

/// Row k of this thread's part.
template <class T>
UNDULA_DEVICE void conv_put_sum(const ConvBackward<T>& p, const ConvRun& run, int k, const float (&sum)[kItems]) {
  const int64_t part = p.in.tiles.row() * (p.in.taps + 1) + k;
  store_quad(p.parts + part * p.in.tiles.columns + run.channel, run.live, false, sum);
}

/// dp of a step from dy at it and p.
template <class T>
UNDULA_DEVICE void conv_dp(const ConvBackward<T>& p, const ConvRun& run, int64_t step, float (&dp)[kItems]) {
  float dy[kItems];
  load_quad(p.dy.at(run.walk.row, run.walk.position(step)) + run.channel, run.live, p.in.tiles.aligned, dy);
  UNDULA_UNROLL
  for (int c = 0; c < kItems; ++c) dp[c] = dy[c] * silu_derivative(dp[c]);
}

template <class T, int kTaps>
UNDULA_KERNEL void conv_steps_backward(ConvBackward<T> p) {
  const ConvRun run = conv_run(p.in);
  if (run.live == 0) return;
  conv_clear_padding(p, run);
  ConvWindow<T, kTaps> window(p.in, run);
  float dw[kTaps][kItems] = {}, dbias[kItems] = {}, dx[kTaps][kItems] = {},
        dp[kItems];  // dx[k]: of input i - K + 1 + k
  const int64_t stop = least(run.end + kTaps - 1, run.walk.length);
  for (int64_t i = run.begin; i < stop; ++i) {
    window.move(p.in, run, i);
    window.convolve(dp);
    conv_dp(p, run, i, dp);
    UNDULA_UNROLL
    for (int k = 0; k < kTaps; ++k) {
      const bool seen = i - kTaps + 1 + k >= window.first;
      UNDULA_UNROLL
      for (int c = 0; c < kItems; ++c) {
        dx[k][c] += seen ? window.w[k][c] * dp[c] : 0.0F;
        dw[k][c] += i < run.end ? window.x[k][c] * dp[c] : 0.0F;
      }
    }
    UNDULA_UNROLL
    for (int c = 0; c < kItems; ++c) dbias[c] += i < run.end ? dp[c] : 0.0F;
    conv_put_gradient(p, run, i - kTaps + 1, dx[0]);
    UNDULA_UNROLL
    for (int c = 0; c < kItems; ++c) {
      UNDULA_UNROLL
      for (int k = 0; k + 1 < kTaps; ++k) dx[k][c] = dx[k + 1][c];
      dx[kTaps - 1][c] = 0;
    }
  }
  UNDULA_UNROLL
  for (int k = 0; k + 1 < kTaps; ++k) conv_put_gradient(p, run, most(stop, run.begin) - kTaps + 1 + k, dx[k]);
  UNDULA_UNROLL
  for (int k = 0; k < kTaps; ++k) conv_put_sum(p, run, k, dw[k]);
  conv_put_sum(p, run, kTaps, dbias);
}

/// Any width, first pass: dp.
template <class T>
UNDULA_KERNEL void conv_step_gradients(ConvBackward<T> p) {
  const ConvRun run = conv_run(p.in);
  if (run.live == 0) return;
  for (int64_t i = run.begin; i < run.end; ++i) {
    float dp[kItems];
    convolve(p.in, run, i, conv_first_seen(run.walk, i, p.in.taps), dp);
    conv_dp(p, run, i, dp);
    store_quad(p.dp.at(run.walk.row, i) + run.channel, run.live, false, dp);
  }
}

/// The gradient of input j from dp of the steps that see it.
template <class T>
UNDULA_DEVICE void conv_gather(const ConvBackward<T>& p, const ConvRun& run, int64_t j) {
  float dx[kItems] = {}, w[kItems], dp[kItems];
  for (int64_t i = most<int64_t>(j, 0); i < least(j + p.in.taps, run.walk.length); ++i) {
    if (i > j && run.walk.starts_record(i)) break;
    conv_weight(p.in, run, static_cast<int>(j - i) + p.in.taps - 1, w);
    load_quad(p.dp.at(run.walk.row, i) + run.channel, run.live, false, dp);
    UNDULA_UNROLL
    for (int c = 0; c < kItems; ++c) dx[c] += w[c] * dp[c];
  }
  conv_put_gradient(p, run, j, dx);
}

/// Any width, second pass.
template <class T>
UNDULA_KERNEL void conv_input_gradients(ConvBackward<T> p) {
  const ConvRun run = conv_run(p.in);
  if (run.live == 0) return;
  conv_clear_padding(p, run);
  for (int64_t j = run.first ? 1 - p.in.taps : run.begin; j < run.end; ++j) conv_gather(p, run, j);
  for (int k = 0; k <= p.in.taps; ++k) {  // k = K: dbias
    float sum[kItems] = {}, dp[kItems], x[kItems] = {1, 1, 1, 1};
    for (int64_t i = run.begin; i < run.end; ++i) {
      const int64_t j = i - p.in.taps + 1 + k;
      if (k < p.in.taps && j < conv_first_seen(run.walk, i, p.in.taps)) continue;
      if (k < p.in.taps) conv_input(p.in, run, j, x);
      load_quad(p.dp.at(run.walk.row, i) + run.channel, run.live, false, dp);
      UNDULA_UNROLL
      for (int c = 0; c < kItems; ++c) sum[c] += x[c] * dp[c];
    }
    conv_put_sum(p, run, k, sum);
  }
}

}  // namespace undula::UNDULA_GPU
