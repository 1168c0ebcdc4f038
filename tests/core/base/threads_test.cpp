#include "core/base/threads.h"

#include <atomic>
#include <stdexcept>
#include <vector>

#include "core/base/random.h"
#include "tests/support/catch.h"

namespace undula::test {

TEST_CASE("a parallel loop visits every index once") {
  const int threads = GENERATE(1, 2, 5);
  ThreadPool pool(threads);
  std::vector<int> visits(1000, 0);
  pool.parallel_for(1000, 7, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) ++visits[static_cast<size_t>(i)];
  });
  CHECK(visits == std::vector<int>(1000, 1));
}

TEST_CASE("an exception in a loop body reaches the caller") {
  ThreadPool pool(2);
  CHECK_THROWS_AS(pool.parallel_for(100, 1,
                                    [](int64_t begin, int64_t) {
                                      if (begin == 50) throw std::runtime_error("body");
                                    }),
                  std::runtime_error);
}

TEST_CASE("random numbers depend on key and index alone, and look uniform") {
  const RandomKey key = RandomKey(1).fold(2).fold(3);
  CHECK(key.bits(4) == RandomKey(1).fold(2).fold(3).bits(4));
  CHECK(key.bits(4) != key.bits(5));
  CHECK(key.bits(4) != RandomKey(1).fold(3).fold(2).bits(4));
  double sum = 0, squares = 0, normal_squares = 0;
  std::vector<int> counts(10, 0);
  constexpr int n = 100000;
  for (uint64_t i = 0; i < n; ++i) {
    const double u = key.uniform(i);
    sum += u;
    squares += u * u;
    normal_squares += key.normal(i) * key.normal(i);
    ++counts[static_cast<size_t>(key.below(i, 10))];
  }
  CHECK(sum / n == Approx(0.5).margin(0.005));
  CHECK(squares / n == Approx(1.0 / 3).margin(0.005));
  CHECK(normal_squares / n == Approx(1).margin(0.02));
  for (const int count : counts) CHECK(count == Approx(n / 10).margin(500));
}

}  // namespace undula::test
