#pragma once
#include "core/ops/activations_cuda.cuh"
#include "core/ops/selective_scan_params_cuda.cuh"

// How the blocks of the selective scan share work: a block takes kChannels channels of one segment of one row, each
// channel has Lanes lanes of a warp, each lane S states. Element-wise work on a tile goes by four channels of one step.
namespace undula::UNDULA_GPU {

template <int Lanes_, int S_>
struct ScanLayout {
  static constexpr int kLanes = Lanes_, S = S_;
  static constexpr int kStates = kLanes * S;  ///< N, padded
  static constexpr int kChannels = kScanThreads / kLanes;
};

/// The steps of one row.
struct Walk {
  int64_t b;
  int length;
  const uint8_t* resets;
  bool reverse;

  UNDULA_DEVICE Walk(const ScanRows& rows, int64_t row)
      : b(row),
        length(rows.lengths ? rows.lengths[row] : static_cast<int>(rows.L)),
        resets(rows.resets ? rows.resets + row * rows.resets_row : nullptr),
        reverse(rows.reverse) {}
  UNDULA_DEVICE int64_t position(int64_t step) const { return reverse ? length - 1 - step : step; }
  /// Positions between steps that are n apart.
  UNDULA_DEVICE int64_t steps(int n) const { return reverse ? -n : n; }
  /// A record walked down begins with its last position.
  UNDULA_DEVICE bool starts_record(int64_t step) const {
    if (!resets) return false;
    if (!reverse) return resets[step] != 0;
    return step == 0 || resets[length - step] != 0;
  }
};

UNDULA_DEVICE int64_t smaller(int64_t a, int64_t b) {
  return a < b ? a : b;
}

/// The states n0, n0 + 1, ... of a lane, zeros beyond rates.E and rates.N.
template <int S, class Rates>
UNDULA_DEVICE void load_states(const StateBlock& from, int64_t b, int64_t segment, int64_t e, int n0,
                               const Rates& rates, float (&h)[S]) {
  UNDULA_UNROLL
  for (int s = 0; s < S; ++s) {
    const bool there = from.data && e < rates.E && n0 + s < rates.N;
    h[s] = there ? *from.at(b, segment, e, n0 + s) : 0;
  }
}
template <int S, class Rates>
UNDULA_DEVICE void store_states(const StateBlock& to, int64_t b, int64_t segment, int64_t e, int n0, const Rates& rates,
                                const float (&h)[S]) {
  UNDULA_UNROLL
  for (int s = 0; s < S; ++s) {
    if (to.data && e < rates.E && n0 + s < rates.N) *to.at(b, segment, e, n0 + s) = h[s];
  }
}

/// The four channels that a thread meets in element-wise work, every kRows steps.
template <int Channels>
struct Quad {
  static constexpr int kRows = kScanThreads / (Channels / 4);
  int column, row;
  int columns;  ///< those there are from `column` on, fewer than 1: none

  UNDULA_DEVICE explicit Quad(int64_t block_columns)
      : column(thread() % (Channels / 4) * 4),
        row(thread() / (Channels / 4)),
        columns(static_cast<int>(block_columns) - column) {}
  /// One float for each channel of the block; 0 beyond its columns.
  UNDULA_DEVICE void load_rates(const float* from, float (&x)[4]) const {
    UNDULA_UNROLL
    for (int k = 0; k < 4; ++k) x[k] = k < columns ? from[column + k] : 0;
  }
  /// Aligned: as one. 0 beyond the columns.
  template <class T>
  UNDULA_DEVICE void load(const T* from, float (&x)[4], bool aligned) const {
    if (aligned && columns > 0) return load_items<T, 4>(from, x);
    UNDULA_UNROLL
    for (int k = 0; k < 4; ++k) x[k] = k < columns ? gpu::load(from + k) : 0;
  }
  template <class T>
  UNDULA_DEVICE void store(T* to, const float (&x)[4], bool aligned) const {
    if (aligned) {
      if (columns > 0) store_items<T, 4>(to, x);
      return;
    }
    UNDULA_UNROLL
    for (int k = 0; k < 4; ++k) {
      if (k < columns) gpu::store(to + k, x[k]);
    }
  }
};

/// Element i of four values, summed over Lanes lanes: what lane i, i < 4, gets.
template <int Lanes>
UNDULA_DEVICE float sum_four(const float (&v)[4]) {
  const bool upper = (lane() & 2) != 0, odd = (lane() & 1) != 0;
  const float first = (upper ? v[2] : v[0]) + shuffle_xor(upper ? v[0] : v[2], 2);
  const float second = (upper ? v[3] : v[1]) + shuffle_xor(upper ? v[1] : v[3], 2);
  float sum = (odd ? second : first) + shuffle_xor(odd ? first : second, 1);
  UNDULA_UNROLL
  for (int mask = 4; mask < Lanes; mask *= 2) sum += shuffle_xor(sum, mask);
  return sum;
}

/// Puts `count` steps from `first` on into a tile of (rows, Width), `columns` of each from `column` on; the rest is 0.
/// Aligned: by asynchronous copies, which the caller commits.
template <int Width, class T>
UNDULA_DEVICE void stage(T* tile, int rows, const Plane<const T>& from, const Walk& walk, int64_t first, int64_t count,
                         int64_t column, int64_t columns, bool aligned) {
  constexpr int kBytes = Width * sizeof(T) < 16 ? Width * static_cast<int>(sizeof(T)) : 16;
  constexpr int kEach = kBytes / static_cast<int>(sizeof(T)), kPieces = Width / kEach;
  if (aligned) {
    for (int i = thread(); i < rows * kPieces; i += threads()) {
      const int row = i / kPieces, at = i % kPieces * kEach;
      const bool read = row < count && at < columns;
      const T* source = read ? from.at(walk.b, walk.position(first + row)) + column + at : from.data;
      copy_async<kBytes>(tile + row * Width + at, source, read);
    }
    return;
  }
  for (int i = thread(); i < rows * Width; i += threads()) {
    const int row = i / Width, at = i % Width;
    const bool read = row < count && at < columns;
    store(tile + i, read ? load(from.at(walk.b, walk.position(first + row)) + column + at) : 0.0F);
  }
}

/// The beginning of dynamic shared memory that is still free.
struct SharedMemory {
  char* next;
  UNDULA_DEVICE SharedMemory() : next(shared<char>()) {}
  template <class T>
  UNDULA_DEVICE T* take(int count) {
    T* taken = reinterpret_cast<T*>(next);
    next += count * sizeof(T);
    return taken;
  }
};

}  // namespace undula::UNDULA_GPU
