#pragma once
#include "core/ops/row_views_cuda.cuh"

// y = a + b, (M, N): four columns a thread. The residual stream is fp32 where what is added to it may be bfloat16.
namespace undula::UNDULA_GPU {

template <class A, class B, class Y>
struct AddParams {
  Tiles tiles;
  Matrix<const A> a;
  Matrix<const B> b;
  Matrix<Y> y;
};

template <class A, class B, class Y>
UNDULA_KERNEL void add_rows(AddParams<A, B, Y> p) {
  const int64_t m = p.tiles.row(), c = p.tiles.column(), live = p.tiles.columns - c;
  if (!p.tiles.has(m, c)) return;
  float a[kItems], b[kItems];
  load_quad(p.a.row(m) + c, live, p.tiles.aligned, a);
  load_quad(p.b.row(m) + c, live, p.tiles.aligned, b);
  UNDULA_UNROLL
  for (int i = 0; i < kItems; ++i) a[i] += b[i];
  store_quad(p.y.row(m) + c, live, p.tiles.aligned, a);
}

}  // namespace undula::UNDULA_GPU
