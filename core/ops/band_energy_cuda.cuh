#pragma once
#include "core/ops/row_views_cuda.cuh"

//   y[m, c] = 1/g sum_{i<g} z[m g + i, c]^2 + z[m g + i, C + c]^2,   dz = 2/g z dy
//   y = k ln(1 + x / floor),   dx = dy k / (x + floor)
// four columns a thread.
namespace undula::UNDULA_GPU {

template <class T>
struct BandEnergy {
  Tiles tiles;  ///< forward (M, C), backward (M g, C)
  int64_t g;
  Matrix<const T> z, dy;
  Matrix<T> y, dz;
};

template <class T>
UNDULA_KERNEL void band_energies(BandEnergy<T> p) {
  const int64_t m = p.tiles.row(), c = p.tiles.column(), C = p.tiles.columns, live = C - c;
  if (!p.tiles.has(m, c)) return;
  const float share = 1.0F / static_cast<float>(p.g);
  float y[kItems] = {}, cosine[kItems], sine[kItems];
  for (int64_t i = 0; i < p.g; ++i) {
    const T* from = p.z.row(m * p.g + i) + c;
    load_quad(from, live, p.tiles.aligned, cosine);
    load_quad(from + C, live, p.tiles.aligned, sine);
    UNDULA_UNROLL
    for (int j = 0; j < kItems; ++j) y[j] += share * (cosine[j] * cosine[j] + sine[j] * sine[j]);
  }
  store_quad(p.y.row(m) + c, live, p.tiles.aligned, y);
}

template <class T>
UNDULA_KERNEL void band_energies_backward(BandEnergy<T> p) {
  const int64_t m = p.tiles.row(), c = p.tiles.column(), C = p.tiles.columns, live = C - c;
  if (!p.tiles.has(m, c)) return;
  const float share = 2.0F / static_cast<float>(p.g);
  float dy[kItems], cosine[kItems], sine[kItems];
  load_quad(p.dy.row(m / p.g) + c, live, p.tiles.aligned, dy);
  load_quad(p.z.row(m) + c, live, p.tiles.aligned, cosine);
  load_quad(p.z.row(m) + C + c, live, p.tiles.aligned, sine);
  UNDULA_UNROLL
  for (int j = 0; j < kItems; ++j) cosine[j] *= share * dy[j], sine[j] *= share * dy[j];
  store_quad(p.dz.row(m) + c, live, p.tiles.aligned, cosine);
  store_quad(p.dz.row(m) + C + c, live, p.tiles.aligned, sine);
}

template <class T>
struct LogParams {
  Tiles tiles;
  float k, floor;
  Matrix<const T> x, dy;
  Matrix<T> y;  ///< or dx
};

template <class T>
UNDULA_KERNEL void compress_rows(LogParams<T> p) {
  const int64_t m = p.tiles.row(), c = p.tiles.column(), live = p.tiles.columns - c;
  if (!p.tiles.has(m, c)) return;
  const float inverse = 1.0F / p.floor;
  float x[kItems];
  load_quad(p.x.row(m) + c, live, p.tiles.aligned, x);
  UNDULA_UNROLL
  for (int i = 0; i < kItems; ++i) x[i] = p.k * log1p(x[i] * inverse);
  store_quad(p.y.row(m) + c, live, p.tiles.aligned, x);
}

template <class T>
UNDULA_KERNEL void compress_rows_backward(LogParams<T> p) {
  const int64_t m = p.tiles.row(), c = p.tiles.column(), live = p.tiles.columns - c;
  if (!p.tiles.has(m, c)) return;
  float x[kItems], dy[kItems];
  load_quad(p.x.row(m) + c, live, p.tiles.aligned, x);
  load_quad(p.dy.row(m) + c, live, p.tiles.aligned, dy);
  UNDULA_UNROLL
  for (int i = 0; i < kItems; ++i) dy[i] *= p.k / (x[i] + p.floor);
  store_quad(p.y.row(m) + c, live, p.tiles.aligned, dy);
}

}  // namespace undula::UNDULA_GPU
