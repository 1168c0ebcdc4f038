#pragma once
#include "core/ops/pool.h"
#include "core/ops/row_views_cuda.cuh"

// mean: y = 1 / count sum_t x[t], dx[t] = dy / count
// last: y = x[end - 1], max: y = max_t x[t], both: dx[chosen] = dy
// Forward, a block takes 32 channels of a segment: its warps bring positions to shared memory, the first warp adds or
// compares them one after the other, so that chunks give the bits of the whole.
namespace undula::UNDULA_GPU {

struct PoolSegment {
  int64_t row, begin, end;
};
UNDULA_DEVICE PoolSegment pool_segment(const Matrix<const int32_t>& segments, int64_t s) {
  const int32_t* entry = segments.row(s);
  return {entry[0], entry[1], entry[2]};
}

template <class T>
struct PoolAccumulate {
  Pooling pooling;
  int64_t S, C, first_position;
  Block<const T> x;
  Matrix<const int32_t> segments;
  Matrix<float> value;
  float* count;
  Matrix<int32_t> chosen;
};

inline constexpr int kPoolTile = 64;  ///< positions in shared memory, (kPoolTile, 32), twice

/// Blocks: (channels by 32, segments).
template <class T>
UNDULA_KERNEL void pool_segments(PoolAccumulate<T> p) {
  auto* tiles = shared<float>();
  const PoolSegment segment = pool_segment(p.segments, block_y());
  const int64_t c = block_x() * kWarp + lane();
  const bool live = c < p.C, sums = p.pooling == Pooling::kMean;
  const int64_t begin = p.pooling == Pooling::kLast ? most(segment.begin, segment.end - 1) : segment.begin;
  const bool fresh = !sums && (p.count[block_y()] == 0 || p.pooling == Pooling::kLast);
  float value = live && warp() == 0 ? p.value.row(block_y())[c] : 0;
  int64_t chosen = -1;
  int turn = 0;
  for (int64_t first = begin; first < segment.end; first += kPoolTile, turn ^= 1) {
    float* tile = tiles + turn * kPoolTile * kWarp;
    const int n = static_cast<int>(least<int64_t>(kPoolTile, segment.end - first));
    for (int i = warp(); i < n; i += threads() / kWarp) {
      tile[i * kWarp + lane()] = live ? load(p.x.at(segment.row, first + i) + c) : 0;
    }
    sync_block();  // one is enough: the tile is written again only after the next one
    for (int i = 0; i < n && warp() == 0; ++i) {
      const float x = tile[i * kWarp + lane()];
      const bool takes = x > value || (fresh && chosen < 0);
      if (!sums && takes) chosen = p.first_position + first + i;
      value = sums ? value + x : takes ? x : value;
    }
  }
  if (warp() != 0 || !live) return;
  p.value.row(block_y())[c] = value;
  if (chosen >= 0) p.chosen.row(block_y())[c] = static_cast<int32_t>(chosen);
}

/// count += positions, once every channel has read it.
template <class T>
UNDULA_KERNEL void pool_counts(PoolAccumulate<T> p) {
  const int64_t s = block_x() * threads() + thread();
  if (s >= p.S) return;
  const PoolSegment segment = pool_segment(p.segments, s);
  p.count[s] += static_cast<float>(segment.end - segment.begin);
}

struct PoolFinish {
  Tiles tiles;  ///< (S, C)
  bool mean;
  Matrix<const float> value;
  const float* count;
  Matrix<float> y;
};

UNDULA_KERNEL void pool_values(PoolFinish p) {
  const int64_t s = p.tiles.row(), c = p.tiles.column(), live = p.tiles.columns - c;
  if (!p.tiles.has(s, c)) return;
  const float count = p.count[s], scale = p.mean && count > 0 ? 1.0F / count : 1.0F;
  float y[kItems];
  load_quad(p.value.row(s) + c, live, p.tiles.aligned, y);
  UNDULA_UNROLL
  for (int i = 0; i < kItems; ++i) y[i] = count > 0 ? y[i] * scale : 0.0F;
  store_quad(p.y.row(s) + c, live, p.tiles.aligned, y);
}

template <class T>
struct PoolBackward {
  Pooling pooling;
  int64_t S, L, C, first_position;
  bool aligned;
  Matrix<const float> dy;
  Matrix<const int32_t> segments;
  const float* count;
  Matrix<const int32_t> chosen;
  Block<T> dx;
};

inline constexpr int kPoolRun = 64;  ///< positions of a block, backward

/// dx of channels c.. at position t, which lies in segment s; s < 0: in none.
template <class T>
UNDULA_DEVICE void pool_gradient(const PoolBackward<T>& p, int64_t s, int64_t b, int64_t t, int64_t c) {
  float dx[kItems] = {};
  const int64_t live = p.C - c;
  if (s >= 0) {
    load_quad(p.dy.row(s) + c, live, p.aligned, dx);
    const float scale = p.pooling == Pooling::kMean ? 1.0F / p.count[s] : 1.0F;
    UNDULA_UNROLL
    for (int i = 0; i < kItems; ++i) {
      const bool takes = p.pooling == Pooling::kMean || (i < live && p.chosen.row(s)[c + i] == p.first_position + t);
      dx[i] = takes ? dx[i] * scale : 0.0F;
    }
  }
  store_quad(p.dx.at(b, t) + c, live, p.aligned, dx);
}

/// Blocks: (runs of kPoolRun positions, rows).
template <class T>
UNDULA_KERNEL void pool_positions(PoolBackward<T> p) {
  auto* owner = shared<int32_t>();  // (kPoolRun): the segment of each position, or -1
  const int64_t b = block_y(), begin = block_x() * kPoolRun, end = least(begin + kPoolRun, p.L);
  for (int i = thread(); i < kPoolRun; i += threads()) owner[i] = -1;
  sync_block();
  for (int64_t s = thread(); s < p.S; s += threads()) {  // they do not overlap
    const PoolSegment segment = pool_segment(p.segments, s);
    if (segment.row != b) continue;
    const int64_t last = least(end, segment.end);
    for (int64_t t = most(begin, segment.begin); t < last; ++t) owner[t - begin] = static_cast<int32_t>(s);
  }
  sync_block();
  for (int64_t t = begin + warp(); t < end; t += threads() / kWarp) {
    for (int64_t c = lane() * kItems; c < p.C; c += kWarp * kItems) pool_gradient(p, owner[t - begin], b, t, c);
  }
}

}  // namespace undula::UNDULA_GPU
