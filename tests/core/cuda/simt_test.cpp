#include <cmath>
#include <set>
#include <vector>

#include "core/base/error.h"
#include "core/cuda/kernel.h"
#include "tests/support/catch.h"

// Bugs planted in kernels, and what the harness says of them. Races and over-runs are for the sanitizers: see
// planted_bugs.cpp.
namespace undula::simt {
namespace {

using harness::Order;
using harness::Schedule;
using test::contains;

class ScheduleScope {
 public:
  explicit ScheduleScope(const Schedule& schedule) : before_(harness::schedule()) { harness::set_schedule(schedule); }
  ~ScheduleScope() { harness::set_schedule(before_); }
  ScheduleScope(const ScheduleScope&) = delete;
  ScheduleScope& operator=(const ScheduleScope&) = delete;

 private:
  Schedule before_;
};

const Schedule kSchedules[] = {
    {Order::kAscending, 1}, {Order::kDescending, 1}, {Order::kRandom, 1}, {Order::kRandom, 2}, {Order::kWarpGreedy, 3}};

struct Out {
  float* y;
};

void run(void (*kernel)(Out), int threads = 64, float* y = nullptr, size_t shared_bytes = 256) {
  UNDULA_LAUNCH(Queue(), kernel, gpu::Grid(), threads, shared_bytes, Out{y});
}

/// Every schedule refuses the kernel with these words and a place in this file.
void check_refused(void (*kernel)(Out), const std::string& words) {
  for (const Schedule& schedule : kSchedules) {
    const ScheduleScope scope(schedule);
    CHECK_THROWS_WITH(run(kernel), contains(words) && contains("simt_test.cpp:"));
  }
  // What was left behind does no harm.
  CHECK_NOTHROW(run([](Out) { sync_block(); }));
}

void half_a_warp(Out) {
  if (lane() < 16) shuffle(1.0F, 0);
}
void two_places(Out) {
  if (lane() < 16) {
    shuffle_xor(1.0F, 1);
  } else {
    shuffle_xor(1.0F, 1);
  }
}
void two_kinds(Out) {
  const int lane_before = lane() < 5 ? static_cast<int>(ballot(true)) : shuffle_up(1, 1);
  (void)lane_before;
}
void barrier_in_a_branch(Out) {
  if (thread() < 32) sync_block();
}
void barrier_after_the_end(Out) {
  if (warp() == 1) return;
  sync_block();
}
void two_barriers(Out) {
  if (warp() == 0) {
    sync_block();
  } else {
    sync_block();
  }
}
void barrier_against_shuffle(Out) {
  if (lane() == 0) sync_block();
  shuffle(1.0F, 0);
}
void deadlock_in_a_warp(Out) {
  if (lane() == 0) sync_block();
  sync_warp();
  if (lane() != 0) sync_block();
}
void deadlock_of_warps(Out) {
  if (warp() == 0) sync_block();
  sync_block();
}
void misaligned_copy(Out) {
  alignas(16) static const float from[8] = {};
  copy_async<16>(shared<float>(), from + 1);
}

}  // namespace

TEST_CASE("simt: collectives that a warp does not reach together are refused") {
  check_refused(half_a_warp, "lanes of its warp");
  check_refused(two_places, "shuffle_xor");
  check_refused(two_kinds, "ballot");
  check_refused(barrier_against_shuffle, "lanes of its warp wait in");
}

TEST_CASE("simt: barriers that a block does not reach together are refused") {
  check_refused(barrier_in_a_branch, "sync_block");
  check_refused(barrier_after_the_end, "sync_block");
  check_refused(two_barriers, "while others wait in the one at");
}

TEST_CASE("simt: copies of addresses that are not aligned are refused") {
  check_refused(misaligned_copy, "copy_async of 16 bytes");
}

TEST_CASE("simt: threads that would wait for each other are refused") {
  check_refused(deadlock_in_a_warp, "while lanes of its warp wait in");
  check_refused(deadlock_of_warps, "wait in");
}

TEST_CASE("simt: launches that a card refuses are refused") {
  const auto nothing = [](Out) {};
  CHECK_THROWS_WITH(run(nothing, 48), contains("got 48, want a multiple of 32"));
  CHECK_THROWS_WITH(run(nothing, 2048), contains("got 2048"));
  CHECK_THROWS_WITH(run(nothing, 32, nullptr, 228 << 10), contains("shared memory"));
  void (*kernel)(Out) = nothing;
  CHECK_THROWS_WITH(UNDULA_LAUNCH(Queue(), kernel, gpu::Grid(1, 1 << 16), 32, 0, Out()), contains("grid"));
  harness::reset_counters();
  UNDULA_LAUNCH(Queue(), kernel, gpu::Grid(0), 32, 0, Out());
  CHECK(harness::counters().launches == 0);
}

TEST_CASE("simt: shared memory that nothing was written to is NaN, in every block") {
  std::vector<float> y(2 * 32, 0);
  void (*kernel)(Out) = [](Out p) {
    auto* own = shared<float>() + thread();
    p.y[block_x() * 32 + thread()] = *own;
    *own = 1;
  };
  UNDULA_LAUNCH(Queue(), kernel, {.x = 2}, 32, 128, Out{y.data()});
  for (const float v : y) CHECK(std::isnan(v));
}

TEST_CASE("simt: an asynchronous copy that was not waited for is not there") {
  float y[4] = {};
  run(
      [](Out p) {
        static const float from[2] = {5, 6};
        auto* tile = shared<float>();
        if (thread() != 0) return;
        copy_async<4>(tile, from);
        commit_copies();
        copy_async<4>(tile + 1, from + 1);
        commit_copies();
        p.y[0] = tile[0];
        wait_copies<1>();
        p.y[1] = tile[0];
        p.y[2] = tile[1];
        copy_async<4>(tile + 2, nullptr, false);
        commit_copies();
        wait_copies<0>();
        p.y[3] = tile[1] + tile[2];
      },
      32, y);
  CHECK(std::isnan(y[0]));
  CHECK(y[1] == 5);
  CHECK(std::isnan(y[2]));
  CHECK(y[3] == 6);
}

#ifndef __SANITIZE_THREAD__  // threads write to one list on purpose
TEST_CASE("simt: schedules run threads and blocks in different orders, a barrier between them in none") {
  std::set<std::vector<int>> orders;
  for (const Schedule& schedule : kSchedules) {
    const ScheduleScope scope(schedule);
    struct Log {
      std::vector<int>* order;
    };
    std::vector<int> order;
    void (*kernel)(Log) = [](Log log) {
      log.order->push_back(static_cast<int>(block_x()) * 1000 + thread());
      sync_block();
      log.order->push_back(100000);
    };
    UNDULA_LAUNCH(Queue(), kernel, {.x = 3}, 64, 0, Log{&order});
    REQUIRE(order.size() == 3 * 128);
    for (size_t i = 0; i < order.size(); ++i) CHECK((order[i] == 100000) == (i / 64 % 2 == 1));
    orders.insert(order);
  }
  CHECK(orders.size() >= 4);
}
#endif

TEST_CASE("simt: a launch is counted") {
  harness::reset_counters();
  run([](Out) {
    static const float from[4] = {};
    exp2_fast(1);
    shuffle_xor(1.0F, 1);
    copy_async<4>(shared<float>() + thread(), from);
    commit_copies();
    wait_copies<0>();
    sync_block();
  });
  const harness::Counters& c = harness::counters();
  CHECK(c.launches == 1);
  CHECK(c.blocks == 1);
  CHECK(c.exp2 == 64);
  CHECK(c.collectives == 2);
  CHECK(c.barriers == 1);
  CHECK(c.copied_bytes == 256);
  CHECK(c.copy_groups == 64);
}

}  // namespace undula::simt
