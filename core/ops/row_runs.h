#pragma once
#include <algorithm>

#include "core/base/threads.h"

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

}  // namespace undula
