#pragma once
#include <cstddef>
#include <cstdint>
#include <source_location>

// Runs kernels on the host, one fiber per thread and one block after the other, and refuses what CUDA leaves undefined:
// a collective that lanes of a warp reach by different calls, a barrier that not every thread reaches.
// Under the address sanitizer shared memory has its exact size; under the thread sanitizer only barriers order memory.
// docs/cuda.md tells what that proves.
namespace undula::harness {

using Site = std::source_location;

/// Which runnable thread runs next, and in which order blocks run.
enum class Order : uint8_t { kAscending, kDescending, kRandom, kWarpGreedy };
struct Schedule {
  Order order = Order::kAscending;
  uint64_t seed = 1;
};
/// Schedule of this thread's launches.
Schedule schedule();
void set_schedule(const Schedule& schedule);

/// What this thread's launches did since the last reset.
struct Counters {
  int64_t launches = 0, blocks = 0;
  int64_t exp2 = 0;                           ///< calls of exp2_fast
  int64_t collectives = 0;                    ///< warps' collectives
  int64_t barriers = 0;                       ///< blocks' barriers
  int64_t copied_bytes = 0, copy_groups = 0;  ///< of copy_async
};
const Counters& counters();
void reset_counters();

struct Extent {
  int64_t x, y, z;
};

using Body = void (*)(const void* kernel);
/// Runs `body(kernel)` once per thread. Throws Error("[simt] ...") at the first wrong call.
void run(const char* text, const Extent& grid, int threads, size_t shared_bytes, Body body, const void* kernel);
template <class F>
void run(const char* text, const Extent& grid, int threads, size_t shared_bytes, const F& f) {
  run(
      text, grid, threads, shared_bytes, [](const void* kernel) { (*static_cast<const F*>(kernel))(); }, &f);
}

// What kernels call (core/cuda/host/vocabulary.h).
int thread();
int threads();
int64_t block(int axis);
int64_t blocks(int axis);
void sync_block(const Site& site);
enum class Collective : uint8_t { kSync, kShuffle, kShuffleXor, kShuffleUp, kShuffleDown, kBallot };
/// This lane's result; `bits` is what it brings.
uint64_t collective(Collective kind, uint64_t bits, int argument, const Site& site);
void* shared_memory();
/// Throws unless an address is a multiple of `bytes`.
void expect_aligned(const void* at, size_t bytes, const Site& site);
void copy_async(void* to, const void* from, int bytes, bool read, const Site& site);
void commit_copies();
/// Makes all copies but those of the latest `pending` commits.
void wait_copies(int pending);
float exp2(float x);

}  // namespace undula::harness
