#include "core/train/bootstrap.h"

#include <cmath>

#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/support/catch.h"

namespace undula {
namespace {

/// Two classes; record i is answered right where `right(i)`.
template <class F>
Predictions answers(int64_t records, F right) {
  Predictions p{2, {}, {}};
  for (int64_t i = 0; i < records; ++i) {
    p.labels.push_back(static_cast<int32_t>(i % 2));
    const bool second = (i % 2 == 1) == right(i);
    p.probabilities.insert(p.probabilities.end(), {second ? 0.2f : 0.8f, second ? 0.8f : 0.2f});
  }
  return p;
}

std::vector<std::string> groups_of(int64_t records, int64_t size) {
  std::vector<std::string> groups;
  for (int64_t i = 0; i < records; ++i) groups.push_back("g" + std::to_string(i / size));
  return groups;
}

bool same(const Estimate& a, const Estimate& b) {
  return a.value.values == b.value.values && a.low.values == b.low.values && a.high.values == b.high.values;
}

}  // namespace

TEST_CASE("the interval of accuracy is that of the binomial") {
  const RandomKey key(5);
  const Predictions p = answers(1000, [&](int64_t i) { return key.uniform(i) < 0.8; });
  ThreadPool pool(2);
  const Judgement j = bootstrap(p, nullptr, {}, {2000, 1}, pool);
  const double accuracy = j.model.value[Metric::kAccuracy];
  const double half = 1.96 * std::sqrt(accuracy * (1 - accuracy) / 1000);
  CHECK(j.model.low[Metric::kAccuracy] == Approx(accuracy - half).margin(0.004));
  CHECK(j.model.high[Metric::kAccuracy] == Approx(accuracy + half).margin(0.004));
  CHECK(!j.baseline);
  CHECK(!j.difference);
  CHECK(j.note.empty());
}

TEST_CASE("intervals are the same for any number of threads, and change with the seed") {
  const Predictions p = answers(100, [](int64_t i) { return i % 7 != 0; });
  const Predictions q = answers(100, [](int64_t i) { return i % 3 != 0; });
  ThreadPool one(1), three(3);
  const Judgement a = bootstrap(p, &q, {}, {200, 1}, one), b = bootstrap(p, &q, {}, {200, 1}, three);
  CHECK(same(a.model, b.model));
  CHECK(same(*a.baseline, *b.baseline));
  CHECK(same(*a.difference, *b.difference));
  CHECK(!same(bootstrap(p, &q, {}, {200, 2}, one).model, a.model));
}

TEST_CASE("a paired difference is narrower than the two intervals suggest") {
  // Both fail on the same tenth; the second fails on three records more.
  const Predictions p = answers(500, [](int64_t i) { return i % 10 != 0; });
  const Predictions q = answers(500, [](int64_t i) { return i % 10 != 0 && i % 167 != 1; });
  ThreadPool pool(2);
  const Judgement j = bootstrap(p, &q, {}, {1000, 1}, pool);
  CHECK(j.difference->value[Metric::kAccuracy] == Approx(3.0 / 500));
  CHECK(j.difference->low[Metric::kAccuracy] >= 0);
  CHECK(j.difference->high[Metric::kAccuracy] < 0.02);
  CHECK(j.model.high[Metric::kAccuracy] - j.model.low[Metric::kAccuracy] > 0.04);

  const Judgement itself = bootstrap(p, &p, {}, {100, 1}, pool);
  for (const Metric metric : kMetrics) {
    CHECK(itself.difference->low[metric] == 0);
    CHECK(itself.difference->high[metric] == 0);
  }
}

TEST_CASE("many groups are resampled whole") {
  // All records of a group are right or wrong together: 20 independent facts, not 1000.
  const Predictions p = answers(1000, [](int64_t i) { return i / 50 % 5 != 0; });
  ThreadPool pool(2);
  const auto groups = groups_of(1000, 50);
  const Judgement whole = bootstrap(p, nullptr, groups, {1000, 1}, pool);
  const Judgement records = bootstrap(p, nullptr, {}, {1000, 1}, pool);
  const auto width = [](const Judgement& j) {
    return j.model.high[Metric::kAccuracy] - j.model.low[Metric::kAccuracy];
  };
  CHECK(width(whole) > 3 * width(records));
  CHECK(whole.note == "20 groups were resampled whole");
}

TEST_CASE("records of a few groups are resampled within them, and a note says so") {
  // Group 0 is all right, group 1 all wrong: within groups nothing varies.
  const Predictions p = answers(100, [](int64_t i) { return i < 50; });
  ThreadPool pool(1);
  const Judgement j = bootstrap(p, nullptr, groups_of(100, 50), {200, 1}, pool);
  CHECK(j.model.low[Metric::kAccuracy] == 0.5);
  CHECK(j.model.high[Metric::kAccuracy] == 0.5);
  CHECK(j.note.find("only 2 groups") == 0);
  CHECK(bootstrap(p, nullptr, groups_of(100, 100), {200, 1}, pool).note.empty());
}

TEST_CASE("bootstrap refuses predictions of different records") {
  const Predictions p = answers(10, [](int64_t) { return true; });
  const Predictions q = answers(8, [](int64_t) { return true; });
  ThreadPool pool(1);
  CHECK_THROWS_AS(bootstrap(p, &q, {}, {}, pool), Error);
  CHECK_THROWS_AS(bootstrap(p, nullptr, groups_of(9, 3), {}, pool), Error);
}

TEST_CASE("a metric that no resample defines has no interval") {
  const Predictions p{2, {0.9f, 0.1f, 0.8f, 0.2f}, {0, 0}};
  ThreadPool pool(1);
  const Judgement j = bootstrap(p, nullptr, {}, {50, 1}, pool);
  CHECK(std::isnan(j.model.low[Metric::kAuroc]));
  CHECK(j.model.low[Metric::kAccuracy] == 1);
}

}  // namespace undula
