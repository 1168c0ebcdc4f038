#pragma once
#include "core/ops/row_views_cuda.cuh"

// Which rows of a table each position reads, as core/ops/table_reads.h has it: ids (positions, taps), negative:
// nothing; count (positions).
//   y[i] = 1 / count[i] (start + sum_j table[ids[i, j]]),  0 where the count is 0
//   dtable[ids[i, j]] += dy[i] / count[i]
// Backward, a warp looks through the ids of one run of positions for those of one table row and adds what it finds in
// order: one part per run, summed afterwards. A position's last id may stand for `start`: it is a row like any other.
namespace undula::UNDULA_GPU {

struct ReadList {
  const int32_t *ids, *count;
  int taps;
};

template <class T>
struct GatherParams {
  Tiles tiles;  ///< rows: (B, L)
  int64_t L;
  ReadList reads;
  int tables;  ///< how many taps of a position read the table
  Matrix<const float> table;
  const float* start;  ///< null: zeros
  Block<T> y;
};

template <class T>
UNDULA_KERNEL void gather_rows(GatherParams<T> p) {
  const int64_t m = p.tiles.row(), c = p.tiles.column(), live = p.tiles.columns - c;
  if (!p.tiles.has(m, c)) return;
  const int32_t* ids = p.reads.ids + m * p.reads.taps;
  const int32_t count = p.reads.count[m];
  float sum[kItems] = {}, row[kItems];
  if (count > 0) {
    if (p.start) load_quad(p.start + c, live, false, sum);
    for (int j = 0; j < p.tables; ++j) {
      if (ids[j] < 0) continue;
      load_quad(p.table.row(ids[j]) + c, live, p.tiles.aligned, row);
      UNDULA_UNROLL
      for (int i = 0; i < kItems; ++i) sum[i] += row[i];
    }
    const float scale = 1.0F / static_cast<float>(count);
    UNDULA_UNROLL
    for (int i = 0; i < kItems; ++i) sum[i] *= scale;
  }
  store_quad(p.y.at(m / p.L, m % p.L) + c, live, p.tiles.aligned, sum);
}

template <class T>
struct ScatterParams {
  int64_t positions, L, run;  ///< positions of a run
  ReadList reads;
  int64_t table_rows, columns;
  bool aligned;
  Block<const T> dy;
  float* parts;  ///< (runs, table_rows, columns)
};

/// Blocks: (groups of table rows, one a warp; columns by 128; runs).
template <class T>
UNDULA_KERNEL void scatter_rows(ScatterParams<T> p) {
  const int64_t row = block_x() * (threads() / kWarp) + warp(), c = (block_y() * kWarp + lane()) * kItems;
  const int64_t live = p.columns - c, begin = block_z() * p.run * p.reads.taps;
  const int64_t end = least(begin + p.run * p.reads.taps, p.positions * p.reads.taps);
  float sum[kItems] = {}, dy[kItems];
  for (int64_t first = begin; first < end; first += kWarp) {
    float found_sum[kItems] = {};  // a warp's worth of ids on its own: a long sum of short ones rounds less
    const bool found = first + lane() < end && p.reads.ids[first + lane()] == row;
    for (uint32_t left = ballot(found), at = 0; left != 0; left >>= 1, ++at) {
      if ((left & 1) == 0) continue;
      const int64_t m = (first + at) / p.reads.taps;
      const float scale = 1.0F / static_cast<float>(p.reads.count[m]);
      load_quad(p.dy.at(m / p.L, m % p.L) + c, live, p.aligned, dy);
      UNDULA_UNROLL
      for (int i = 0; i < kItems; ++i) found_sum[i] += dy[i] * scale;
    }
    UNDULA_UNROLL
    for (int i = 0; i < kItems; ++i) sum[i] += found_sum[i];
  }
  if (row < p.table_rows && live > 0) {
    store_quad(p.parts + (block_z() * p.table_rows + row) * p.columns + c, live, false, sum);
  }
}

}  // namespace undula::UNDULA_GPU
