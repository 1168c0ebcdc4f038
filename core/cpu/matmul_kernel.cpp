#include "core/cpu/matmul_kernel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/matmul_kernel.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

// A tile of R rows and V vectors of the result stays in registers while p runs; each step loads V vectors of b and
// broadcasts R elements of a. Accumulators are named because g++ 12 keeps indexed arrays of vectors in memory.
HWY_BEFORE_NAMESPACE();
namespace undula {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<float, kPanelStep>;
using Vec = hn::Vec<Tag>;

/// V vectors of one row; members beyond V are unused.
template <int V>
struct Row {
  Vec v0, v1, v2, v3;
};

template <int V>
HWY_INLINE Row<V> load_row(const float* from) {
  const Tag tag;
  const size_t n = hn::Lanes(tag);
  Row<V> row;
  row.v0 = hn::LoadU(tag, from);
  row.v1 = V > 1 ? hn::LoadU(tag, from + n) : row.v0;
  row.v2 = V > 2 ? hn::LoadU(tag, from + 2 * n) : row.v0;
  row.v3 = V > 3 ? hn::LoadU(tag, from + 3 * n) : row.v0;
  return row;
}

template <int V>
HWY_INLINE void store_row(const Row<V>& row, float* to) {
  const Tag tag;
  const size_t n = hn::Lanes(tag);
  hn::StoreU(row.v0, tag, to);
  if constexpr (V > 1) hn::StoreU(row.v1, tag, to + n);
  if constexpr (V > 2) hn::StoreU(row.v2, tag, to + 2 * n);
  if constexpr (V > 3) hn::StoreU(row.v3, tag, to + 3 * n);
}

/// sum += *a * b
template <int V>
HWY_INLINE void multiply_add(Row<V>& sum, const float* a, const Row<V>& b) {
  const Vec factor = hn::Set(Tag(), *a);
  sum.v0 = hn::MulAdd(factor, b.v0, sum.v0);
  if constexpr (V > 1) sum.v1 = hn::MulAdd(factor, b.v1, sum.v1);
  if constexpr (V > 2) sum.v2 = hn::MulAdd(factor, b.v2, sum.v2);
  if constexpr (V > 3) sum.v3 = hn::MulAdd(factor, b.v3, sum.v3);
}

/// Writes `columns` elements of a finished row to c, or adds them.
template <int V>
HWY_INLINE void finish_row(const Row<V>& sum, float* c, int64_t columns, bool add) {
  if (columns == static_cast<int64_t>(V * hn::Lanes(Tag()))) {
    if (!add) return store_row<V>(sum, c);
    const Row<V> old = load_row<V>(c);
    store_row<V>({hn::Add(old.v0, sum.v0), hn::Add(old.v1, sum.v1), hn::Add(old.v2, sum.v2), hn::Add(old.v3, sum.v3)},
                 c);
    return;
  }
  HWY_ALIGN float whole[kPanelColumns] = {};
  store_row<V>(sum, whole);
  for (int64_t j = 0; j < columns; ++j) c[j] = add ? c[j] + whole[j] : whole[j];
}

/// Rows [r, r + R) of a product, columns [j, j + V vectors).
template <int V, int R>
HWY_NOINLINE void tile(const PanelProduct& t, int64_t r, int64_t j) {
  const int64_t a_row = t.a_row, a_step = t.a_step, b_row = t.b_row;
  const float *a = t.a + r * a_row, *b = t.b + j;
  const float *a4 = a + (R > 4 ? 4 * a_row : 0), *a8 = a + (R > 8 ? 8 * a_row : 0);
  const Row<V> start = load_row<V>(t.start + j);
  Row<V> r0 = start, r1 = start, r2 = start, r3 = start, r4 = start, r5 = start;
  Row<V> r6 = start, r7 = start, r8 = start, r9 = start, r10 = start, r11 = start;
  for (int64_t p = t.depth; p > 0; --p) {
    const Row<V> row = load_row<V>(b);
    multiply_add<V>(r0, a, row);
    if constexpr (R > 1) multiply_add<V>(r1, a + a_row, row);
    if constexpr (R > 2) multiply_add<V>(r2, a + 2 * a_row, row);
    if constexpr (R > 3) multiply_add<V>(r3, a + 3 * a_row, row);
    if constexpr (R > 4) multiply_add<V>(r4, a4, row);
    if constexpr (R > 5) multiply_add<V>(r5, a4 + a_row, row);
    if constexpr (R > 6) multiply_add<V>(r6, a4 + 2 * a_row, row);
    if constexpr (R > 7) multiply_add<V>(r7, a4 + 3 * a_row, row);
    if constexpr (R > 8) multiply_add<V>(r8, a8, row);
    if constexpr (R > 9) multiply_add<V>(r9, a8 + a_row, row);
    if constexpr (R > 10) multiply_add<V>(r10, a8 + 2 * a_row, row);
    if constexpr (R > 11) multiply_add<V>(r11, a8 + 3 * a_row, row);
    a += a_step;
    a4 += a_step;
    a8 += a_step;
    b += b_row;
  }
  const int64_t c_row = t.c_row, columns = HWY_MIN(static_cast<int64_t>(V * hn::Lanes(Tag())), t.columns - j);
  float* c = t.c + r * c_row + j;
  finish_row<V>(r0, c, columns, t.add);
  if constexpr (R > 1) finish_row<V>(r1, c + c_row, columns, t.add);
  if constexpr (R > 2) finish_row<V>(r2, c + 2 * c_row, columns, t.add);
  if constexpr (R > 3) finish_row<V>(r3, c + 3 * c_row, columns, t.add);
  if constexpr (R > 4) finish_row<V>(r4, c + 4 * c_row, columns, t.add);
  if constexpr (R > 5) finish_row<V>(r5, c + 5 * c_row, columns, t.add);
  if constexpr (R > 6) finish_row<V>(r6, c + 6 * c_row, columns, t.add);
  if constexpr (R > 7) finish_row<V>(r7, c + 7 * c_row, columns, t.add);
  if constexpr (R > 8) finish_row<V>(r8, c + 8 * c_row, columns, t.add);
  if constexpr (R > 9) finish_row<V>(r9, c + 9 * c_row, columns, t.add);
  if constexpr (R > 10) finish_row<V>(r10, c + 10 * c_row, columns, t.add);
  if constexpr (R > 11) finish_row<V>(r11, c + 11 * c_row, columns, t.add);
}

/// One row's columns [j, j + 4 vectors) of t and [k, k + 4 vectors) of u, which share a and the depth: eight sums in
/// flight hide the latency of an addition.
HWY_NOINLINE void twin_row(const PanelProduct& t, int64_t j, const PanelProduct& u, int64_t k) {
  const float *a = t.a, *b = t.b + j, *d = u.b + k;
  Row<4> left = load_row<4>(t.start + j), right = load_row<4>(u.start + k);
  for (int64_t p = t.depth; p > 0; --p) {
    multiply_add<4>(left, a, load_row<4>(b));
    multiply_add<4>(right, a, load_row<4>(d));
    a += t.a_step;
    b += t.b_row;
    d += u.b_row;
  }
  const auto width = static_cast<int64_t>(4 * hn::Lanes(Tag()));
  finish_row<4>(left, t.c + j, HWY_MIN(width, t.columns - j), t.add);
  finish_row<4>(right, u.c + k, HWY_MIN(width, u.columns - k), u.add);
}

/// Columns [j, j + V vectors) of all rows, R at a time, then what is left.
template <int V, int R>
HWY_INLINE void all_rows(const PanelProduct& t, int64_t j) {
  int64_t r = 0;
  for (; r + R <= t.rows; r += R) tile<V, R>(t, r, j);
  for (; r + 4 <= t.rows; r += 4) tile<V, 4>(t, r, j);
  for (; r + 2 <= t.rows; r += 2) tile<V, 2>(t, r, j);
  for (; r < t.rows; ++r) tile<V, 1>(t, r, j);
}

void panel_product(const PanelProduct& t) {
#if HWY_TARGET <= HWY_AVX3 && HWY_ARCH_X86
  switch (t.width / kPanelStep) {  // 32 registers: V R sums, V of b, 1 of a
    case 4:
      return all_rows<4, 6>(t, 0);
    case 3:
      return all_rows<3, 8>(t, 0);
    case 2:
      return all_rows<2, 12>(t, 0);
    default:
      return all_rows<1, 12>(t, 0);
  }
#else
  const auto n = static_cast<int64_t>(hn::Lanes(Tag()));
  int64_t j = 0;
  if (t.rows == 1) {
    for (; j + 8 * n <= t.width && j + 4 * n < t.columns; j += 8 * n) twin_row(t, j, t, j + 4 * n);
    for (; j + 4 * n <= t.width && j < t.columns; j += 4 * n) tile<4, 1>(t, 0, j);
  }
  for (; j + n < t.columns; j += 2 * n) all_rows<2, 6>(t, j);  // 16 registers
  if (j < t.columns) all_rows<1, 8>(t, j);
#endif
}

void twin_product(const PanelProduct& t, const PanelProduct& u) {
  const auto width = static_cast<int64_t>(4 * hn::Lanes(Tag()));
  if (t.width == width && u.width == width) return twin_row(t, 0, u, 0);
  HWY_NAMESPACE::panel_product(t);
  HWY_NAMESPACE::panel_product(u);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace undula
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace undula {

HWY_EXPORT(panel_product);
HWY_EXPORT(twin_product);

void panel_product(const PanelProduct& product) {
  HWY_DYNAMIC_DISPATCH(panel_product)(product);
}

void twin_product(const PanelProduct& left, const PanelProduct& right) {
  HWY_DYNAMIC_DISPATCH(twin_product)(left, right);
}

}  // namespace undula
#endif
