// What the S4D scan's forward and backward kernels share. Included once per target (Highway's foreach_target).
#if defined(UNDULA_CORE_OPS_S4D_SCAN_SIMD_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef UNDULA_CORE_OPS_S4D_SCAN_SIMD_INL_H_
#undef UNDULA_CORE_OPS_S4D_SCAN_SIMD_INL_H_
#else
#define UNDULA_CORE_OPS_S4D_SCAN_SIMD_INL_H_
#endif

#include "core/ops/channel_blocks-inl.h"
#include "core/ops/s4d_scan_kernels.h"

HWY_BEFORE_NAMESPACE();
namespace undula {
namespace HWY_NAMESPACE {

using cpu::kS4dChunk;
using cpu::kS4dChunks;
using cpu::kS4dSpan;
using cpu::kS4dWidth;

/// A matrix of vectors: element (i, k) at first + i * index + k * step.
struct Operand {
  const float* first;
  int64_t index, step;
};

/// Where a product goes: element (i, j) at first + i * row + j * column.
struct Result {
  float* first;
  int64_t row, column;
  bool add;  ///< to what is there
};

// Sums of a product are named, not indexed: g++ keeps an indexed array of vectors in memory.
struct Column {
  Vec v0, v1, v2, v3;
};

template <int R>
HWY_INLINE Column load_column(const float* from, int64_t stride) {
  const Tag d;
  Column column;
  column.v0 = hn::Load(d, from);
  column.v1 = hn::Load(d, from + stride);
  column.v2 = R > 2 ? hn::Load(d, from + 2 * stride) : column.v0;
  column.v3 = R > 2 ? hn::Load(d, from + 3 * stride) : column.v0;
  return column;
}

template <int R>
HWY_INLINE void multiply_add(const Column& a, Vec b, Column& sum) {
  sum.v0 = hn::MulAdd(a.v0, b, sum.v0);
  sum.v1 = hn::MulAdd(a.v1, b, sum.v1);
  if constexpr (R > 2) sum.v2 = hn::MulAdd(a.v2, b, sum.v2);
  if constexpr (R > 2) sum.v3 = hn::MulAdd(a.v3, b, sum.v3);
}

template <int R>
HWY_INLINE void store_column(const Column& sum, float* to, int64_t stride) {
  const Tag d;
  hn::Store(sum.v0, d, to);
  hn::Store(sum.v1, d, to + stride);
  if constexpr (R > 2) hn::Store(sum.v2, d, to + 2 * stride);
  if constexpr (R > 2) hn::Store(sum.v3, d, to + 3 * stride);
}

/// R (2 or 4) rows and C (up to 6) columns of a product, summed over k in order whatever R and C.
template <int R, int C>
HWY_NOINLINE void product_tile(Operand a, Operand b, int64_t depth, Result out) {
  const Tag d;
  const Vec zero = hn::Zero(d);
#define UNDULA_FOR_COLUMN(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5)
#define UNDULA_START(j)                                                        \
  Column sum##j{zero, zero, zero, zero};                                       \
  if constexpr (j < C) {                                                       \
    if (out.add) sum##j = load_column<R>(out.first + j * out.column, out.row); \
  }
  UNDULA_FOR_COLUMN(UNDULA_START)
#undef UNDULA_START
  for (; depth > 0; --depth) {
    const Column left = load_column<R>(a.first, a.index);
#define UNDULA_STEP(j) \
  if constexpr (j < C) multiply_add<R>(left, hn::Load(d, b.first + j * b.index), sum##j);
    UNDULA_FOR_COLUMN(UNDULA_STEP)
#undef UNDULA_STEP
    a.first += a.step;
    b.first += b.step;
  }
#define UNDULA_STORE(j) \
  if constexpr (j < C) store_column<R>(sum##j, out.first + j * out.column, out.row);
  UNDULA_FOR_COLUMN(UNDULA_STORE)
#undef UNDULA_STORE
#undef UNDULA_FOR_COLUMN
}

/// out (rows, columns) = sum over k < depth of a(i, k) b(j, k), lane by lane; rows are even.
HWY_INLINE void product(Operand a, Operand b, int64_t rows, int64_t columns, int64_t depth, Result out) {
  constexpr int kWidest = HWY_TARGET <= HWY_AVX3 && HWY_ARCH_X86 ? 6 : 3;  // 4 x 6 sums of 32 registers, 4 x 3 of 16
  const auto all_rows = [&]<int C>(int64_t j) {
    const Operand right{b.first + j * b.index, b.index, b.step};
    const auto at = [&](int64_t i) {
      return Result{out.first + i * out.row + j * out.column, out.row, out.column, out.add};
    };
    const auto left = [&](int64_t i) { return Operand{a.first + i * a.index, a.index, a.step}; };
    int64_t i = 0;
    for (; i + 4 <= rows; i += 4) product_tile<4, C>(left(i), right, depth, at(i));
    if (i < rows) product_tile<2, C>(left(i), right, depth, at(i));
  };
  int64_t j = 0;
  for (; j + kWidest <= columns; j += kWidest) all_rows.template operator()<kWidest>(j);
  for (; j + 2 <= columns; j += 2) all_rows.template operator()<2>(j);
  for (; j < columns; ++j) all_rows.template operator()<1>(j);
}

/// States are worked on in tiles of so many rows, two to a pair.
constexpr int64_t kTileRows = 32;
/// From the states of one chunk of a tile to the next one's.
constexpr int64_t kTile = kTileRows * kLanes;
/// From one chunk's steps to the next one's.
constexpr int64_t kChunk = kS4dChunk * kLanes;

/// Steps of one record, at most a span: whole chunks, then single steps.
struct Unit {
  int64_t begin, end;
  bool starts;  ///< a record

  int64_t steps() const { return end - begin; }
  int64_t chunks() const { return steps() / kS4dChunk; }
  int64_t tail() const { return steps() % kS4dChunk; }
};

/// The constants of one block of lanes.
struct Table {
  Table(const cpu::S4dTask& task, const Block& block) : at{task.N}, first(task.table + block.channel) {}

  const float* in(int64_t n) const { return first + (at.in() + n * kS4dChunk) * kS4dWidth; }
  const float* out(int64_t n) const { return first + (at.out() + n * kS4dChunk) * kS4dWidth; }
  const float* taps() const { return first + at.taps() * kS4dWidth; }
  /// Four rows of the pair whose real part is row n.
  const float* jump(int64_t n) const { return first + (at.jump() + 2 * n) * kS4dWidth; }
  const float* step(int64_t n) const { return first + (at.step() + 2 * n) * kS4dWidth; }
  const float* c(int64_t n) const { return first + (at.c() + n) * kS4dWidth; }
  const float* D() const { return first + at.D() * kS4dWidth; }

  cpu::S4dTable at;
  const float* first;
};

/// One complex number of each lane.
struct Pair {
  Vec re, im;
};

HWY_INLINE Pair load_pair(const float* from, int64_t stride) {
  return {hn::Load(Tag(), from), hn::Load(Tag(), from + stride)};
}

HWY_INLINE void store_pair(const Pair& pair, float* to, int64_t stride) {
  hn::Store(pair.re, Tag(), to);
  hn::Store(pair.im, Tag(), to + stride);
}

/// factor h + x. The factor's rounding is kept beside it: a slow decay repeats it a million times.
HWY_INLINE Pair moved(const float* factor, const Pair& h, const Pair& x) {
  const Pair high = load_pair(factor, kS4dWidth), low = load_pair(factor + 2 * kS4dWidth, kS4dWidth);
  Vec re = hn::MulAdd(low.re, h.re, x.re), im = hn::MulAdd(low.re, h.im, x.im);
  re = hn::NegMulAdd(low.im, h.im, re), im = hn::MulAdd(low.im, h.re, im);
  re = hn::MulAdd(high.re, h.re, re), im = hn::MulAdd(high.re, h.im, im);
  return {hn::NegMulAdd(high.im, h.im, re), hn::MulAdd(high.im, h.re, im)};
}

/// u of a unit as whole vectors, (step, lane).
HWY_INLINE void stage(const cpu::Track& rows, const Block& block, const Unit& unit, float* HWY_RESTRICT to) {
  for (int64_t step = unit.begin; step < unit.end; ++step, to += kLanes) {
    hn::Store(load_live(rows.at(step), block), Tag(), to);
  }
}

/// `rows` states from row n on, between (n, kS4dWidth) and (n, lane).
HWY_INLINE void load_tile(const float* from, int64_t rows, float* to) {
  for (int64_t n = 0; n < rows; ++n) hn::Store(hn::Load(Tag(), from + n * kS4dWidth), Tag(), to + n * kLanes);
}
HWY_INLINE void store_tile(const float* from, int64_t rows, float* to) {
  for (int64_t n = 0; n < rows; ++n) hn::Store(hn::Load(Tag(), from + n * kLanes), Tag(), to + n * kS4dWidth);
}
HWY_INLINE void clear_tile(int64_t rows, float* to) {
  for (int64_t n = 0; n < rows; ++n) hn::Store(hn::Zero(Tag()), Tag(), to + n * kLanes);
}

/// States of a tile before every chunk and after the last: h_{k+1} = a^T h_k + in u. h (chunk, row, lane) holds h_0.
HWY_INLINE void walk_chunks(const Table& table, int64_t n, int64_t rows, int64_t chunks, const float* u, float* h) {
  product({table.in(n), kS4dChunk * kS4dWidth, kS4dWidth}, {u, kChunk, kLanes}, rows, chunks, kS4dChunk,
          {h + kTile, kLanes, kTile, false});
  for (int64_t k = 0; k < chunks; ++k) {
    for (int64_t i = 0; i < rows; i += 2) {
      float* before = h + k * kTile + i * kLanes;
      const Pair after = moved(table.jump(n + i), load_pair(before, kLanes), load_pair(before + kTile, kLanes));
      store_pair(after, before + kTile, kLanes);
    }
  }
}

/// Calls f(n, rows) for tiles that cover rows 0 .. N - 1.
template <class F>
HWY_INLINE void for_each_tile(int64_t N, F&& f) {
  for (int64_t n = 0; n < N; n += kTileRows) f(n, HWY_MIN(kTileRows, N - n));
}

}  // namespace HWY_NAMESPACE
}  // namespace undula
HWY_AFTER_NAMESPACE();

#endif
