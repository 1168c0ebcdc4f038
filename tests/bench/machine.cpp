#include "tests/bench/machine.h"

#include "core/base/random.h"
#include "core/base/threads.h"
#include "tests/bench/ceilings.h"

namespace undula::bench {

Buffer filled(Shape shape, double low, double high, uint64_t seed) {
  Buffer buffer = Buffer::of(shape, DType::kF32);
  const RandomKey key(seed);
  float* x = buffer.view(shape, DType::kF32).as<float>();
  for (int64_t i = 0; i < shape.count(); ++i) {
    x[i] = static_cast<float>(low + (high - low) * key.uniform(static_cast<uint64_t>(i)));
  }
  return buffer;
}

double read_ceiling(Report& report, int threads, size_t bytes) {
  const int64_t each = static_cast<int64_t>(bytes / sizeof(float)) / threads / 64 * 64;
  ThreadPool pool(threads);
  const Buffer x = filled({each * threads}, -1, 1, 2);
  const Timing timing = time([&] {
    pool.parallel_for(threads, 1, [&](int64_t begin, int64_t end) {
      volatile float sum = read_sum(reinterpret_cast<const float*>(x.data()) + begin * each, (end - begin) * each);
      static_cast<void>(sum);
    });
  });
  const auto work = static_cast<double>(x.bytes());
  report.add("reading " + std::to_string(bytes >> 20) + " MiB", "GB/s", threads, work, timing);
  return work / timing.best;
}

}  // namespace undula::bench
