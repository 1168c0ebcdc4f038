#include "core/ops/table_reads_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/table_reads_simd.cpp"
#include <hwy/cache_control.h>
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

// Columns lie in the lanes. A sum stays in registers over its taps; one addition and one product, never fused, make
// each value the same whatever the vector length.
HWY_BEFORE_NAMESPACE();
namespace undula {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using cpu::ReadRun;
using cpu::Vectors;
using Tag = hn::ScalableTag<float>;
using One = hn::CappedTag<float, 1>;

/// One vector of columns of one y.
template <class D>
HWY_INLINE void gather_columns(D d, const int32_t* rows, int64_t taps, float scale, Vectors<const float> table,
                               const float* start, int64_t column, float* y) {
  auto sum = start ? hn::LoadU(d, start + column) : hn::Zero(d);
  for (int64_t j = 0; j < taps; ++j) {
    if (rows[j] >= 0) sum = hn::Add(sum, hn::LoadU(d, table.at(rows[j]) + column));
  }
  hn::StoreU(hn::Mul(sum, hn::Set(d, scale)), d, y + column);
}

void gather(const ReadRun& run, int64_t columns, Vectors<const float> table, const float* start, Vectors<float> y) {
  const Tag d;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  for (int64_t i = 0; i < run.n; ++i) {
    float* out = y.at(i);
    if (run.count[i] == 0) {
      for (int64_t c = 0; c < columns; ++c) out[c] = 0;
      continue;
    }
    const int32_t* rows = run.rows + i * run.taps;
    const float scale = 1.0f / static_cast<float>(run.count[i]);
    int64_t c = 0;
    for (; c + lanes <= columns; c += lanes) gather_columns(d, rows, run.taps, scale, table, start, c, out);
    for (; c < columns; ++c) gather_columns(One(), rows, run.taps, scale, table, start, c, out);
  }
}

/// One vector of columns of one dy.
template <class D>
HWY_INLINE void scatter_columns(D d, const int32_t* rows, int64_t taps, float scale, const float* dy, int64_t column,
                                Vectors<float> dtable, float* dstart) {
  const auto part = hn::Mul(hn::LoadU(d, dy + column), hn::Set(d, scale));
  const auto add_to = [&](float* sum) { hn::StoreU(hn::Add(hn::LoadU(d, sum), part), d, sum); };
  for (int64_t j = 0; j < taps; ++j) {
    if (rows[j] >= 0) add_to(dtable.at(rows[j]) + column);
  }
  if (dstart) add_to(dstart + column);
}

/// Threads read parts of rows, and hardware prefetches whole streams only.
HWY_INLINE void prefetch(const float* row, int64_t columns) {
  constexpr int64_t kFloatsPerLine = 16;
  for (int64_t c = 0; c < columns; c += kFloatsPerLine) hwy::Prefetch(row + c);
}

void scatter(const ReadRun& run, int64_t columns, Vectors<const float> dy, Vectors<float> dtable, float* dstart) {
  constexpr int64_t kAhead = 16;
  const Tag d;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  for (int64_t i = 0; i < run.n; ++i) {
    if (i + kAhead < run.n) prefetch(dy.at(i + kAhead), columns);
    if (run.count[i] == 0) continue;
    const int32_t* rows = run.rows + i * run.taps;
    const float scale = 1.0f / static_cast<float>(run.count[i]);
    int64_t c = 0;
    for (; c + lanes <= columns; c += lanes) scatter_columns(d, rows, run.taps, scale, dy.at(i), c, dtable, dstart);
    for (; c < columns; ++c) scatter_columns(One(), rows, run.taps, scale, dy.at(i), c, dtable, dstart);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace undula
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace undula::cpu {

HWY_EXPORT(gather);
HWY_EXPORT(scatter);

void gather_run(const ReadRun& run, int64_t columns, Vectors<const float> table, const float* start, Vectors<float> y) {
  HWY_DYNAMIC_DISPATCH(gather)(run, columns, table, start, y);
}
void scatter_run(const ReadRun& run, int64_t columns, Vectors<const float> dy, Vectors<float> dtable, float* dstart) {
  HWY_DYNAMIC_DISPATCH(scatter)(run, columns, dy, dtable, dstart);
}

}  // namespace undula::cpu
#endif
