#pragma once
#include "core/ops/activations_cuda.cuh"
#include "core/ops/row_views_cuda.cuh"

// y (M, C) = a sigmoid(g) of x (M, 2C) = (a, g);  dx = (dy s, dy a s (1 - s)) with s = sigmoid(g): four columns a
// thread.
namespace undula::UNDULA_GPU {

template <class T>
struct GluParams {
  Tiles tiles;  ///< (M, C)
  Matrix<const T> x, dy;
  Matrix<T> y, dx;
};

template <class T>
UNDULA_KERNEL void glu_rows(GluParams<T> p) {
  const int64_t m = p.tiles.row(), c = p.tiles.column(), live = p.tiles.columns - c;
  if (!p.tiles.has(m, c)) return;
  float a[kItems], g[kItems];
  load_quad(p.x.row(m) + c, live, p.tiles.aligned, a);
  load_quad(p.x.row(m) + p.tiles.columns + c, live, p.tiles.aligned, g);
  UNDULA_UNROLL
  for (int i = 0; i < kItems; ++i) a[i] *= sigmoid(g[i]);
  store_quad(p.y.row(m) + c, live, p.tiles.aligned, a);
}

template <class T>
UNDULA_KERNEL void glu_rows_backward(GluParams<T> p) {
  const int64_t m = p.tiles.row(), c = p.tiles.column(), live = p.tiles.columns - c;
  if (!p.tiles.has(m, c)) return;
  float a[kItems], g[kItems], dy[kItems];
  load_quad(p.x.row(m) + c, live, p.tiles.aligned, a);
  load_quad(p.x.row(m) + p.tiles.columns + c, live, p.tiles.aligned, g);
  load_quad(p.dy.row(m) + c, live, p.tiles.aligned, dy);
  UNDULA_UNROLL
  for (int i = 0; i < kItems; ++i) {
    const float s = sigmoid(g[i]);
    dy[i] *= s;
    g[i] = dy[i] * a[i] * (1.0F - s);
  }
  store_quad(p.dx.row(m) + c, live, p.tiles.aligned, dy);
  store_quad(p.dx.row(m) + p.tiles.columns + c, live, p.tiles.aligned, g);
}

}  // namespace undula::UNDULA_GPU
