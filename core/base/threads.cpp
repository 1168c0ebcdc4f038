#include "core/base/threads.h"

#include <sched.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#include <tbb/version.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>

// The thread sanitizer does not see inside oneTBB, whose library is not built with it; so this file, which holds
// oneTBB's templates, is compiled without it too (core/CMakeLists.txt), and the fork and the join of a loop are stated
// here: work before a loop happens before its body, and its body before work after it. Nothing else is ordered.
#ifdef UNDULA_TSAN
extern "C" {
void __tsan_acquire(void* address);
void __tsan_release(void* address);
/// oneTBB's own calls of memcmp or delete, which the sanitizer intercepts, are no business of ours.
const char* __tsan_default_options();
const char* __tsan_default_options() {
  return "ignore_noninstrumented_modules=1";
}
}
#define UNDULA_ACQUIRE(address) __tsan_acquire(address)
#define UNDULA_RELEASE(address) __tsan_release(address)
#else
#define UNDULA_ACQUIRE(address) static_cast<void>(address)
#define UNDULA_RELEASE(address) static_cast<void>(address)
#endif

namespace undula {
namespace {

/// CPUs granted by the cgroup quota, or 0 where there is none.
double cgroup_quota() {
  std::ifstream v2("/sys/fs/cgroup/cpu.max");
  std::string quota;
  double period = 0;
  if (v2 >> quota >> period && quota != "max" && period > 0) return std::stod(quota) / period;
  std::ifstream v1_quota("/sys/fs/cgroup/cpu/cpu.cfs_quota_us"), v1_period("/sys/fs/cgroup/cpu/cpu.cfs_period_us");
  double q = 0;
  if (v1_quota >> q && v1_period >> period && q > 0 && period > 0) return q / period;
  return 0;
}

}  // namespace

int available_threads() {
  cpu_set_t mask;
  CPU_ZERO(&mask);
  int n = sched_getaffinity(0, sizeof(mask), &mask) == 0 ? CPU_COUNT(&mask) : 1;
  const double quota = cgroup_quota();
  if (quota > 0) n = std::min(n, static_cast<int>(std::ceil(quota)));
  return std::max(n, 1);
}

std::string onetbb_version() {
  return TBB_runtime_version();
}

struct ThreadPool::Impl {
  explicit Impl(int threads) : limit(tbb::global_control::max_allowed_parallelism, threads), arena(threads) {}
  tbb::global_control limit;  // lets -@ ask for more threads than there are cores
  tbb::task_arena arena;
};

ThreadPool::ThreadPool(int threads) : threads_(threads > 0 ? threads : available_threads()) {
  if (threads_ > 1) impl_ = std::make_unique<Impl>(threads_);
}

ThreadPool::~ThreadPool() = default;

void ThreadPool::parallel_for(int64_t n, int64_t grain, RangeBody body) {
  if (n <= 0) return;
  if (!impl_ || n <= grain) {
    body(0, n);
    return;
  }
  char fork = 0, join = 0;
  UNDULA_RELEASE(&fork);
  impl_->arena.execute([&] {
    tbb::parallel_for(
        tbb::blocked_range<int64_t>(0, n, static_cast<size_t>(std::max<int64_t>(grain, 1))),
        [&](const tbb::blocked_range<int64_t>& range) {
          UNDULA_ACQUIRE(&fork);
          body(range.begin(), range.end());
          UNDULA_RELEASE(&join);
        },
        tbb::simple_partitioner());
  });
  UNDULA_ACQUIRE(&join);
}

}  // namespace undula
