#pragma once
#include "core/ops/row_views_cuda.cuh"

// dbias[n] += sum_m dy[m, n]. Threads side by side take columns, those behind them every G-th row of the block, and the
// G sums are added in order: one part per block (core/ops/part_sums_cuda.h).
namespace undula::UNDULA_GPU {

template <class T>
struct ColumnSums {
  Tiles tiles;
  int64_t rows_per_block;
  Matrix<const T> dy;
  float* parts;  ///< (blocks, N)
};

template <class T>
UNDULA_KERNEL void column_sums(ColumnSums<T> p) {
  auto* sums = shared<float>();  // (threads, kItems)
  const int group = thread() >> p.tiles.shift, groups = threads() >> p.tiles.shift;
  const int64_t c = p.tiles.column(), live = p.tiles.columns - c;
  const int64_t begin = block_x() * p.rows_per_block, end = least(begin + p.rows_per_block, p.tiles.rows);
  float sum[kItems] = {}, dy[kItems];
  for (int64_t m = begin + group; m < end && live > 0; m += groups) {
    load_quad(p.dy.row(m) + c, live, p.tiles.aligned, dy);
    UNDULA_UNROLL
    for (int i = 0; i < kItems; ++i) sum[i] += dy[i];
  }
  store_items(sums + thread() * kItems, sum);
  sync_block();
  if (group != 0 || live <= 0) return;
  for (int g = 1; g < groups; ++g) {
    load_items(sums + (thread() + (g << p.tiles.shift)) * kItems, dy);
    UNDULA_UNROLL
    for (int i = 0; i < kItems; ++i) sum[i] += dy[i];
  }
  store_quad(p.parts + block_x() * p.tiles.columns + c, live, false, sum);
}

}  // namespace undula::UNDULA_GPU
