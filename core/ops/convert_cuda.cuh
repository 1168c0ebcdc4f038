#pragma once
#include "core/cuda/bf16.h"

// y = x in another type, (M, N): one element a thread, or four where the rows of both lie without gaps.
namespace undula::UNDULA_GPU {

template <class X, class Y>
struct ConvertParams {
  const X* x;
  Y* y;
  int64_t rows, columns, x_stride, y_stride;
};

/// Threads of a block.
inline constexpr int kConvertThreads = 128;

template <class X, class Y>
UNDULA_KERNEL void convert_rows(ConvertParams<X, Y> p) {
  const int64_t i = block_x() * threads() + thread(), m = i / p.columns, c = i % p.columns;
  if (m < p.rows) store(p.y + m * p.y_stride + c, load(p.x + m * p.x_stride + c));
}

template <class X, class Y>
UNDULA_KERNEL void convert_quads(ConvertParams<X, Y> p) {
  const int64_t i = 4 * (block_x() * threads() + thread());
  if (i >= p.columns) return;
  float quad[4];
  load_items(p.x + i, quad);
  store_items(p.y + i, quad);
}

}  // namespace undula::UNDULA_GPU
