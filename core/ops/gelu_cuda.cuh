#pragma once
#include "core/ops/row_views_cuda.cuh"

// y = x Phi(x), dx = dy (Phi(x) + x phi(x)), (M, N): four columns a thread.
namespace undula::UNDULA_GPU {

/// Phi(x) from e = exp(-x^2 / 2): Abramowitz and Stegun 7.1.26, good to 8e-8.
UNDULA_DEVICE float normal_distribution(float x, float e) {
  const float t = divide_fast(1.0F, 1.0F + 0.231641888F * abs(x));
  float q = 1.061405429F * t - 1.453152027F;
  q = q * t + 1.421413741F;
  q = q * t - 0.284496736F;
  q = q * t + 0.254829592F;
  const float below = 0.5F * e * (q * t);  // Phi(-|x|)
  return x < 0.0F ? below : 1.0F - below;
}

UNDULA_DEVICE float exp_of_square(float x) {
  return exp2_fast(-0.72134752F * x * x);
}

template <class T>
struct GeluParams {
  Tiles tiles;
  Matrix<const T> x, dy;  ///< forward: no dy
  Matrix<T> y;            ///< or dx
};

template <class T>
UNDULA_KERNEL void gelu_rows(GeluParams<T> p) {
  const int64_t m = p.tiles.row(), c = p.tiles.column(), live = p.tiles.columns - c;
  if (!p.tiles.has(m, c)) return;
  float x[kItems];
  load_quad(p.x.row(m) + c, live, p.tiles.aligned, x);
  UNDULA_UNROLL
  for (int i = 0; i < kItems; ++i) x[i] *= normal_distribution(x[i], exp_of_square(x[i]));
  store_quad(p.y.row(m) + c, live, p.tiles.aligned, x);
}

template <class T>
UNDULA_KERNEL void gelu_rows_backward(GeluParams<T> p) {
  const int64_t m = p.tiles.row(), c = p.tiles.column(), live = p.tiles.columns - c;
  if (!p.tiles.has(m, c)) return;
  float x[kItems], dy[kItems];
  load_quad(p.x.row(m) + c, live, p.tiles.aligned, x);
  load_quad(p.dy.row(m) + c, live, p.tiles.aligned, dy);
  UNDULA_UNROLL
  for (int i = 0; i < kItems; ++i) {
    const float e = exp_of_square(x[i]);
    dy[i] *= normal_distribution(x[i], e) + x[i] * 0.398942280F * e;
  }
  store_quad(p.y.row(m) + c, live, p.tiles.aligned, dy);
}

}  // namespace undula::UNDULA_GPU
