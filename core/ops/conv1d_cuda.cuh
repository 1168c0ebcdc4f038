#pragma once
#include "core/ops/activations_cuda.cuh"
#include "core/ops/row_views_cuda.cuh"

// p_i = bias + sum_k w[k] x_{i - K + 1 + k}, y = silu(p); inputs are numbered by step, as in core/ops/conv1d_ref.cpp:
// those before step 0 lie in the tail. A thread takes four channels over a run of steps of one row. Where the width is
// kTaps, weights and the window of inputs stay in registers; kTaps = 0 is any width, read anew at every step.
namespace undula::UNDULA_GPU {

/// What forward and backward share. Rows of `tiles` are (B, runs).
template <class T>
struct ConvIn {
  Tiles tiles;
  DeviceRows rows;
  bool reverse;
  int64_t L, runs, run_length;
  int taps;
  Block<const T> x;
  Matrix<const float> w;
  const float* bias;
  Block<const float> tail;
};

template <class T>
struct ConvForward {
  ConvIn<T> in;
  Block<T> y;
  Block<float> tail;
};

/// The steps of one thread and its channels.
struct ConvRun {
  DeviceWalk walk;
  int64_t begin, end;     ///< steps, as far as the row goes
  int64_t limit;          ///< end of the positions, of which those beyond the row's length are padding
  int64_t channel, live;  ///< none live: a thread beyond the edges
  bool first;
};

template <class T>
UNDULA_DEVICE ConvRun conv_run(const ConvIn<T>& in) {
  const int64_t m = in.tiles.row(), b = m / in.runs, channel = in.tiles.column();
  if (!in.tiles.has(m, channel)) return {};
  const int64_t begin = m % in.runs * in.run_length, limit = least(begin + in.run_length, in.L);
  const int64_t length = in.rows.length(b, in.L), live = in.tiles.columns - channel;
  return {{in.rows, b, length, in.reverse}, begin, least(limit, length), limit, channel, live, begin == 0};
}

/// The first input that `step` may see: the start of its record, if one of its K - 1 predecessors or itself is that.
UNDULA_DEVICE int64_t conv_first_seen(const DeviceWalk& walk, int64_t step, int taps) {
  for (int64_t i = step; i > step - taps && i >= 0; --i) {
    if (walk.starts_record(i)) return i;
  }
  return step - taps + 1;
}

/// Input i of a run's channels.
template <class T>
UNDULA_DEVICE void conv_input(const ConvIn<T>& in, const ConvRun& run, int64_t i, float (&x)[kItems]) {
  if (i >= 0) {
    load_quad(in.x.at(run.walk.row, run.walk.position(i)) + run.channel, run.live, in.tiles.aligned, x);
  } else {
    const float* from = in.tail.data ? in.tail.at(run.walk.row, i + in.taps - 1) + run.channel : nullptr;
    load_quad(from, from ? run.live : 0, false, x);
  }
}

template <class T>
UNDULA_DEVICE void conv_weight(const ConvIn<T>& in, const ConvRun& run, int k, float (&w)[kItems]) {
  UNDULA_UNROLL
  for (int c = 0; c < kItems; ++c) w[c] = c < run.live ? in.w.row(run.channel + c)[k] : 0.0F;
}

/// Weights and the inputs of one step after another, for channels that stand side by side.
template <class T, int kTaps>
struct ConvWindow {
  /// Stands before step run.begin.
  UNDULA_DEVICE ConvWindow(const ConvIn<T>& in, const ConvRun& run) {
    const bool any = run.begin < run.end;
    first = any ? conv_first_seen(run.walk, run.begin, kTaps) : run.begin;
    load_quad(in.bias + run.channel, run.live, false, bias);
    UNDULA_UNROLL
    for (int k = 0; k < kTaps; ++k) {
      conv_weight(in, run, k, w[k]);
      const int64_t i = run.begin - kTaps + k;
      UNDULA_UNROLL
      for (int c = 0; c < kItems; ++c) x[k][c] = 0;
      if (any && k > 0 && i >= first) conv_input(in, run, i, x[k]);
    }
  }

  /// Moves to `step`. Where it starts a record, its window is empty before it.
  UNDULA_DEVICE void move(const ConvIn<T>& in, const ConvRun& run, int64_t step) {
    const bool starts = run.walk.starts_record(step);
    if (starts) first = step;
    UNDULA_UNROLL
    for (int k = 0; k + 1 < kTaps; ++k) {
      UNDULA_UNROLL
      for (int c = 0; c < kItems; ++c) x[k][c] = starts ? 0.0F : x[k + 1][c];
    }
    conv_input(in, run, step, x[kTaps - 1]);
  }

  UNDULA_DEVICE void convolve(float (&p)[kItems]) const {
    UNDULA_UNROLL
    for (int c = 0; c < kItems; ++c) {
      p[c] = bias[c];
      UNDULA_UNROLL
      for (int k = 0; k < kTaps; ++k) p[c] += w[k][c] * x[k][c];
    }
  }

  int64_t first;  ///< input that the step may see
  float bias[kItems], w[kTaps][kItems], x[kTaps][kItems];
};

/// p of one step at any width; its record starts at `first` or before its window.
template <class T>
UNDULA_DEVICE void convolve(const ConvIn<T>& in, const ConvRun& run, int64_t step, int64_t first, float (&p)[kItems]) {
  float w[kItems], x[kItems];
  load_quad(in.bias + run.channel, run.live, false, p);
  for (int k = 0; k < in.taps; ++k) {
    const int64_t i = step - in.taps + 1 + k;
    if (i < first) continue;
    conv_weight(in, run, k, w);
    conv_input(in, run, i, x);
    UNDULA_UNROLL
    for (int c = 0; c < kItems; ++c) p[c] += w[c] * x[c];
  }
}

/// The last K - 1 inputs of a row, oldest first, so that a tail written over the incoming one reads each old input
/// before it is replaced.
template <class T>
UNDULA_DEVICE void conv_tail(const ConvIn<T>& in, const ConvRun& run, const Block<float>& tail) {
  const int64_t length = run.walk.length, oldest = length - (in.taps - 1);
  const int64_t first = conv_first_seen(run.walk, length - 1, in.taps);
  for (int j = 0; j < in.taps - 1; ++j) {
    float x[kItems] = {};
    if (oldest + j >= first) conv_input(in, run, oldest + j, x);
    store_quad(tail.at(run.walk.row, j) + run.channel, run.live, false, x);
  }
}

template <class T, int kTaps>
UNDULA_KERNEL void conv_steps(ConvForward<T> p) {
  const ConvRun run = conv_run(p.in);
  if (run.live == 0) return;
  const auto put = [&](int64_t t, const float(&y)[kItems]) {
    store_quad(p.y.at(run.walk.row, t) + run.channel, run.live, p.in.tiles.aligned, y);
  };
  float y[kItems] = {};
  for (int64_t t = most(run.begin, run.walk.length); t < run.limit; ++t) put(t, y);
  const auto put_silu = [&](int64_t step) {
    UNDULA_UNROLL
    for (int c = 0; c < kItems; ++c) y[c] = silu(y[c]);
    put(run.walk.position(step), y);
  };
  if (run.begin < run.end) {
    if constexpr (kTaps > 0) {
      ConvWindow<T, kTaps> window(p.in, run);
      for (int64_t step = run.begin; step < run.end; ++step) {
        window.move(p.in, run, step);
        window.convolve(y);
        put_silu(step);
      }
    } else {
      for (int64_t step = run.begin; step < run.end; ++step) {
        convolve(p.in, run, step, conv_first_seen(run.walk, step, p.in.taps), y);
        put_silu(step);
      }
    }
  }
  if (p.tail.data) conv_tail(p.in, run, p.tail);
}

/// The outgoing tails alone, one run a row: after forward where rows have several runs.
template <class T>
UNDULA_KERNEL void conv_tails(ConvForward<T> p) {
  const ConvRun run = conv_run(p.in);
  if (run.live > 0) conv_tail(p.in, run, p.tail);
}

}  // namespace undula::UNDULA_GPU
