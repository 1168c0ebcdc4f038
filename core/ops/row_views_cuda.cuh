#pragma once
#include "core/cuda/bf16.h"
#include "core/ops/rows.h"

// How kernels see views, rows and the order in which a row is walked, and how threads share a block of numbers. T is
// float or Bf16; what is computed is computed in fp32.
namespace undula::UNDULA_GPU {

/// (M, N) with rows apart; an absent view has no data.
template <class T>
struct Matrix {
  T* data;
  int64_t stride;
  UNDULA_DEVICE T* row(int64_t m) const { return data + m * stride; }
};

/// (B, L, N) with rows and positions apart.
template <class T>
struct Block {
  T* data;
  int64_t row, step;
  UNDULA_DEVICE T* at(int64_t b, int64_t t) const { return data + b * row + t * step; }
};

/// Rows (core/ops/rows.h).
struct DeviceRows {
  const int32_t *lengths, *records;
  const uint8_t* resets;
  int64_t reset_stride, first_position;
  UNDULA_DEVICE int64_t length(int64_t b, int64_t full) const { return lengths ? lengths[b] : full; }
  UNDULA_DEVICE bool reset(int64_t b, int64_t t) const { return resets && resets[b * reset_stride + t] != 0; }
  UNDULA_DEVICE int64_t record(int64_t b) const { return records ? records[b] : b; }
};

inline DeviceRows device_rows(const Rows& rows) {
  return {reinterpret_cast<const int32_t*>(rows.lengths.data), reinterpret_cast<const int32_t*>(rows.records.data),
          reinterpret_cast<const uint8_t*>(rows.resets.data), rows.resets.present() ? rows.resets.strides[0] : 0,
          rows.first_position};
}

/// RowWalk (core/ops/row_walk.h).
struct DeviceWalk {
  DeviceRows rows;
  int64_t row, length;
  bool reverse;
  UNDULA_DEVICE int64_t position(int64_t step) const { return reverse ? length - 1 - step : step; }
  UNDULA_DEVICE bool starts_record(int64_t step) const {
    if (!rows.resets) return false;
    if (!reverse) return rows.reset(row, step);
    return step == 0 || rows.reset(row, length - step);
  }
};

/// Elements that a thread takes at once.
inline constexpr int kItems = 4;

/// x = from[0..4), zeros from `live` on. `aligned`: `from` is a multiple of four elements.
template <class T>
UNDULA_DEVICE void load_quad(const T* from, int64_t live, bool aligned, float (&x)[kItems]) {
  if (aligned && live >= kItems) return load_items(from, x);
  UNDULA_UNROLL
  for (int i = 0; i < kItems; ++i) x[i] = i < live ? load(from + i) : 0.0F;
}

/// to[0..4) = x, as far as `live`.
template <class T>
UNDULA_DEVICE void store_quad(T* to, int64_t live, bool aligned, const float (&x)[kItems]) {
  if (aligned && live >= kItems) return store_items(to, x);
  UNDULA_UNROLL
  for (int i = 0; i < kItems; ++i) {
    if (i < live) store(to + i, x[i]);
  }
}

/// How the threads of a launch share (rows, columns): each takes four neighbouring columns of one row, 2^shift threads
/// lie side by side.
struct Tiles {
  int64_t rows, columns;
  int shift;
  bool aligned;  ///< every address of four columns is a multiple of their size
  UNDULA_DEVICE int64_t row() const { return block_x() * (threads() >> shift) + (thread() >> shift); }
  UNDULA_DEVICE int64_t column() const { return ((block_y() << shift) + (thread() & ((1 << shift) - 1))) * kItems; }
  /// False for threads beyond the edges.
  UNDULA_DEVICE bool has(int64_t m, int64_t c) const { return m < rows && c < columns; }
};

template <class T>
UNDULA_DEVICE T least(T a, T b) {
  return b < a ? b : a;
}
template <class T>
UNDULA_DEVICE T most(T a, T b) {
  return a < b ? b : a;
}

/// The sum of v over the warp, the same bits in every lane.
template <class T>
UNDULA_DEVICE T warp_sum(T v) {
  for (int mask = kWarp / 2; mask > 0; mask /= 2) v += shuffle_xor(v, mask);
  return v;
}

}  // namespace undula::UNDULA_GPU
