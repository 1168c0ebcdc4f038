#pragma once
#include "core/ops/row_views_cuda.cuh"
#include "core/ops/strands.h"

// Both strands of records (core/ops/strands.h): position t of one lies over position n - 1 - t of the other.
namespace undula::UNDULA_GPU {

struct StrandTokens {
  int64_t B, L;
  DeviceRows rows;
  TokenComplement complement;
  Matrix<const uint8_t> tokens;
  Matrix<uint8_t> y;  ///< (2B, L)
};

UNDULA_KERNEL void pair_tokens(StrandTokens p) {
  const int64_t i = block_x() * threads() + thread(), b = i / p.L, t = i % p.L;
  if (i >= p.B * p.L) return;
  const int64_t n = p.rows.length(b, p.L);
  const uint8_t* from = p.tokens.row(b);
  p.y.row(2 * b)[t] = t < n ? from[t] : uint8_t{0};
  p.y.row(2 * b + 1)[t] = t < n ? p.complement.data()[from[n - 1 - t]] : uint8_t{0};
}

struct StrandRows {
  int64_t B, L;
  DeviceRows rows;
  int32_t *lengths, *records;  ///< (2B), null where `rows` has none
  uint8_t* resets;             ///< (2B, L), likewise
};

UNDULA_KERNEL void pair_rows(StrandRows p) {
  const int64_t i = block_x() * threads() + thread(), b = i / p.L, t = i % p.L;
  if (i >= p.B * p.L) return;
  const int64_t n = p.rows.length(b, p.L);
  if (p.lengths && t == 0) p.lengths[2 * b] = p.lengths[2 * b + 1] = static_cast<int32_t>(n);
  if (p.records && t == 0) {
    p.records[2 * b] = p.rows.records[b];
    p.records[2 * b + 1] = ~p.rows.records[b];
  }
  if (p.resets) {
    p.resets[2 * b * p.L + t] = p.rows.reset(b, t) ? 1 : 0;
    p.resets[(2 * b + 1) * p.L + t] = t < n && (t == 0 || p.rows.reset(b, n - t)) ? 1 : 0;
  }
}

template <class T>
struct StrandBlocks {
  Tiles tiles;  ///< rows: (B, L), columns: C
  int64_t L;
  DeviceRows rows;      ///< of 2B rows
  Block<T> both, over;  ///< (2B, L, C); (B, L, 2C) or, for an exchange, (2B, L, C) again
};

/// Where a thread works; partner: the position on the other strand, t itself beyond the record.
struct StrandPlace {
  int64_t b, t, partner, channel, live;
  bool valid;
};
template <class T>
UNDULA_DEVICE StrandPlace strand_place(const StrandBlocks<T>& p) {
  const int64_t m = p.tiles.row(), b = m / p.L, t = m % p.L, channel = p.tiles.column();
  const bool within = p.tiles.has(m, channel);
  const int64_t n = within ? p.rows.length(2 * b, p.L) : 0;
  return {b, t, t < n ? n - 1 - t : t, channel, within ? p.tiles.columns - channel : 0, t < n};
}

/// over <- both with strands, positions and channels swapped; `over` may be `both`.
template <class T>
UNDULA_KERNEL void swap_strands(StrandBlocks<T> p) {
  const StrandPlace at = strand_place(p);
  for (int i = 0; i < kItems && i < at.live; ++i) {
    const int64_t c = at.channel + i, mirrored = p.tiles.columns - 1 - c;
    const float one = at.valid ? load(p.both.at(2 * at.b, at.t) + c) : 0.0F;
    const float other = at.valid ? load(p.both.at(2 * at.b + 1, at.partner) + mirrored) : 0.0F;
    store(p.over.at(2 * at.b, at.t) + c, other);
    store(p.over.at(2 * at.b + 1, at.partner) + mirrored, one);
  }
}

/// over (B, L, 2C) <- both
template <class T>
UNDULA_KERNEL void lay_strands(StrandBlocks<T> p) {
  const StrandPlace at = strand_place(p);
  if (at.live == 0) return;
  float one[kItems] = {}, other[kItems] = {};
  if (at.valid) {
    load_quad(p.both.at(2 * at.b, at.t) + at.channel, at.live, p.tiles.aligned, one);
    load_quad(p.both.at(2 * at.b + 1, at.partner) + at.channel, at.live, p.tiles.aligned, other);
  }
  T* to = p.over.at(at.b, at.t) + at.channel;
  store_quad(to, at.live, p.tiles.aligned, one);
  store_quad(to + p.tiles.columns, at.live, p.tiles.aligned, other);
}

/// both <- over (B, L, 2C)
template <class T>
UNDULA_KERNEL void part_strands(StrandBlocks<T> p) {
  const StrandPlace at = strand_place(p);
  if (at.live == 0) return;
  float one[kItems] = {}, other[kItems] = {};
  if (at.valid) {
    const T* from = p.over.at(at.b, at.t) + at.channel;
    load_quad(from, at.live, p.tiles.aligned, one);
    load_quad(from + p.tiles.columns, at.live, p.tiles.aligned, other);
  }
  store_quad(p.both.at(2 * at.b, at.t) + at.channel, at.live, p.tiles.aligned, one);
  store_quad(p.both.at(2 * at.b + 1, at.partner) + at.channel, at.live, p.tiles.aligned, other);
}

template <class T>
struct StrandFold {
  Tiles tiles;             ///< (M, C)
  const int32_t* partner;  ///< null: itself
  float scale;
  Block<T> x;  ///< (M, 2, C)
  Matrix<T> y;
};

/// y = scale (x[0] + x[1] permuted)
template <class T>
UNDULA_KERNEL void fold_rows(StrandFold<T> p) {
  const int64_t m = p.tiles.row();
  for (int64_t c = p.tiles.column(), end = c + kItems; c < end && p.tiles.has(m, c); ++c) {
    const int64_t other = p.partner ? p.partner[c] : c;
    store(p.y.row(m) + c, p.scale * (load(p.x.at(m, 0) + c) + load(p.x.at(m, 1) + other)));
  }
}

/// x <- what fold_rows took from it, of y
template <class T>
UNDULA_KERNEL void fold_rows_backward(StrandFold<T> p) {
  const int64_t m = p.tiles.row();
  for (int64_t c = p.tiles.column(), end = c + kItems; c < end && p.tiles.has(m, c); ++c) {
    const float y = p.scale * load(p.y.row(m) + c);
    store(p.x.at(m, 0) + c, y);
    store(p.x.at(m, 1) + (p.partner ? p.partner[c] : c), y);
  }
}

}  // namespace undula::UNDULA_GPU
