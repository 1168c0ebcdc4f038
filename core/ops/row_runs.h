#pragma once
#include <algorithm>

#include "core/base/threads.h"
#include "core/base/view.h"

namespace undula {

/// Calls f(b, begin, end) for runs of positions that cover a (B, L, ...) block, in parallel.
template <class F>
void for_each_run(ThreadPool& pool, int64_t B, int64_t L, F&& f) {
  constexpr int64_t kRun = 256, kRunsPerTask = 4;
  const int64_t runs = (L + kRun - 1) / kRun;
  pool.parallel_for(B * runs, kRunsPerTask, [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; ++i) f(i / runs, i % runs * kRun, std::min(L, (i % runs + 1) * kRun));
  });
}

/// Calls f(m) for each of `rows` rows of some width, in parallel.
template <class F>
void for_each_row(ThreadPool& pool, int64_t rows, int64_t width, F&& f) {
  constexpr int64_t kNumbersPerTask = 8192;
  pool.parallel_for(rows, 1 + kNumbersPerTask / (width + 1), [&](int64_t begin, int64_t end) {
    for (int64_t m = begin; m < end; ++m) f(m);
  });
}

/// Row m of an fp32 (M, N) view.
inline float* row_of(const View& view, int64_t m) {
  return view.as<float>() + m * view.strides[0];
}

}  // namespace undula
