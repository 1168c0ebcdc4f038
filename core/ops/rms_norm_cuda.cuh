#pragma once
#include "core/ops/rms_norm.h"
#include "core/ops/row_views_cuda.cuh"

// x (M, D) in X, y and dy in Y: the residual stream may be wider than what the layers read.
//   forward:  r = 1 / sqrt(mean_d(x^2) + eps), y = x r w: one warp a row
//   backward: dx = r (w dy - x r^2 mean_d(w dy x)): one warp a row; dw = sum_m dy x r: a block sums its rows, one
//             thread for four columns, into one part
namespace undula::UNDULA_GPU {

template <class X, class Y>
struct RmsNormForward {
  int64_t rows, columns;
  bool aligned;
  Matrix<const X> x;
  const float* w;
  Matrix<Y> y;
  float* inv_rms;  ///< null: not wanted
};

template <class X, class Y>
UNDULA_KERNEL void rms_norm_rows(RmsNormForward<X, Y> p) {
  const int64_t m = block_x() * (threads() / kWarp) + warp(), end = m < p.rows ? p.columns : 0;
  float squares = 0, x[kItems], w[kItems];
  for (int64_t c = lane() * kItems; c < end; c += kWarp * kItems) {
    load_quad(p.x.row(m) + c, end - c, p.aligned, x);
    UNDULA_UNROLL
    for (int i = 0; i < kItems; ++i) squares += x[i] * x[i];
  }
  squares = warp_sum(squares);
  const float r = 1.0F / sqrt(squares / static_cast<float>(p.columns) + static_cast<float>(kRmsNormEps));
  for (int64_t c = lane() * kItems; c < end; c += kWarp * kItems) {
    load_quad(p.x.row(m) + c, end - c, p.aligned, x);
    load_quad(p.w + c, end - c, p.aligned, w);
    UNDULA_UNROLL
    for (int i = 0; i < kItems; ++i) x[i] *= r * w[i];
    store_quad(p.y.row(m) + c, end - c, p.aligned, x);
  }
  if (p.inv_rms && lane() == 0 && m < p.rows) p.inv_rms[m] = r;
}

template <class X, class Y>
struct RmsNormBackward {
  int64_t rows, columns, rows_per_block;
  bool aligned;
  Matrix<const X> x;
  const float *w, *inv_rms;
  Matrix<const Y> dy;
  Matrix<X> dx;  ///< null: not wanted; may be dy
  float* dw;     ///< (blocks, columns), null: not wanted
};

/// Columns c.. of one part of dw.
template <class X, class Y>
UNDULA_DEVICE void rms_norm_weight_gradient(const RmsNormBackward<X, Y>& p, int64_t begin, int64_t end, int64_t c) {
  float sum[kItems] = {}, x[kItems], dy[kItems];
  for (int64_t m = begin; m < end; ++m) {
    const float r = p.inv_rms[m];
    load_quad(p.x.row(m) + c, p.columns - c, p.aligned, x);
    load_quad(p.dy.row(m) + c, p.columns - c, p.aligned, dy);
    UNDULA_UNROLL
    for (int i = 0; i < kItems; ++i) sum[i] += dy[i] * x[i] * r;
  }
  store_quad(p.dw + block_x() * p.columns + c, p.columns - c, false, sum);
}

/// dx of row m, by one warp; of no row where m is not one.
template <class X, class Y>
UNDULA_DEVICE void rms_norm_input_gradient(const RmsNormBackward<X, Y>& p, int64_t m, int64_t columns) {
  float x[kItems], dy[kItems], w[kItems], dot = 0;
  for (int64_t c = lane() * kItems; c < columns; c += kWarp * kItems) {
    load_quad(p.x.row(m) + c, columns - c, p.aligned, x);
    load_quad(p.dy.row(m) + c, columns - c, p.aligned, dy);
    load_quad(p.w + c, columns - c, p.aligned, w);
    UNDULA_UNROLL
    for (int i = 0; i < kItems; ++i) dot += w[i] * dy[i] * x[i];
  }
  dot = warp_sum(dot) / static_cast<float>(p.columns);
  const float r = columns > 0 ? p.inv_rms[m] : 0.0F, slope = r * r * dot;
  for (int64_t c = lane() * kItems; c < columns; c += kWarp * kItems) {
    load_quad(p.x.row(m) + c, columns - c, p.aligned, x);
    load_quad(p.dy.row(m) + c, columns - c, p.aligned, dy);
    load_quad(p.w + c, columns - c, p.aligned, w);
    UNDULA_UNROLL
    for (int i = 0; i < kItems; ++i) x[i] = r * (w[i] * dy[i] - x[i] * slope);
    store_quad(p.dx.row(m) + c, columns - c, p.aligned, x);
  }
}

template <class X, class Y>
UNDULA_KERNEL void rms_norm_rows_backward(RmsNormBackward<X, Y> p) {
  const int64_t begin = block_x() * p.rows_per_block, end = least(begin + p.rows_per_block, p.rows);
  if (p.dw) {
    for (int64_t c = thread() * kItems; c < p.columns; c += threads() * kItems) {
      rms_norm_weight_gradient(p, begin, end, c);
    }
  }
  sync_block();  // dx may take the place of dy
  if (!p.dx.data) return;
  const int warps = threads() / kWarp;
  for (int64_t first = begin; first < end; first += warps) {
    const int64_t m = first + warp();
    rms_norm_input_gradient(p, m, m < end ? p.columns : 0);
  }
}

}  // namespace undula::UNDULA_GPU
