// A race on purpose: two pieces of one loop add to the same number. The thread sanitizer must report it, which shows
// that the fork and join annotations of parallel_for order a loop with what surrounds it and nothing more.
#include <cstdio>

#include "core/base/threads.h"

int main() {
  undula::ThreadPool pool(4);
  long total = 0;
  pool.parallel_for(4000, 1, [&](int64_t begin, int64_t end) { total += end - begin; });
  std::printf("%ld\n", total);
  return 0;
}
