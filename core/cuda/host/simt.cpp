#include "core/cuda/host/simt.h"

#include <sys/mman.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <numeric>
#include <vector>

#include "core/base/error.h"
#include "core/cuda/host/block.h"
#include "core/cuda/host/device_memory.h"
#include "core/cuda/host/sanitizers.h"

namespace undula::harness {
namespace {

/// Fibers that the thread sanitizer may have at once; it stops the program beyond about 8,000.
constexpr size_t kMostFibers = 4096;

constinit thread_local Launch* current = nullptr;
constinit thread_local Schedule chosen;
constinit thread_local Counters counted;

/// xorshift64*
uint64_t next_random(uint64_t& state) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * 0x2545F4914F6CDD1DULL;
}

int lowest(uint32_t mask) {
  return __builtin_ctz(mask);
}
int highest(uint32_t mask) {
  return 31 - __builtin_clz(mask);
}

/// The `index`-th runnable thread.
int nth_runnable(const Block& block, int index) {
  for (int w = 0;; ++w) {
    uint32_t mask = block.warps[w].runnable;
    const int here = __builtin_popcount(mask);
    if (index >= here) {
      index -= here;
      continue;
    }
    for (; index > 0; --index) mask &= mask - 1;
    return w * kLanes + lowest(mask);
  }
}

/// The thread that the schedule chooses among the runnable ones; -1 where there is none, which is the block's end: a
/// thread that would wait for ever is refused when it begins to.
int choose(Launch& launch) {
  const Block& block = *launch.block;
  const int warps = block.count / kLanes;
  int runnable = 0;
  for (int w = 0; w < warps; ++w) runnable += __builtin_popcount(block.warps[w].runnable);
  if (runnable == 0) return -1;
  const auto random = [&] {
    return nth_runnable(block, static_cast<int>(next_random(launch.random) % static_cast<uint64_t>(runnable)));
  };
  switch (launch.schedule.order) {
    case Order::kAscending:
      return nth_runnable(block, 0);
    case Order::kDescending:
      for (int w = warps - 1;; --w) {
        if (block.warps[w].runnable) return w * kLanes + highest(block.warps[w].runnable);
      }
    case Order::kRandom:
      return random();
    default: {
      const int w = (block.running >= 0 ? block.running : random()) / kLanes;
      const int in = block.warps[w].runnable ? w : random() / kLanes;
      return in * kLanes + lowest(block.warps[in].runnable);
    }
  }
}

[[noreturn]] void end_thread() {
  Launch& l = *current;
  Block& block = *l.block;
  Warp& warp = block.warps[block.running / kLanes];
  if (warp.parked) {
    const Thread& other = block.threads[block.running / kLanes * kLanes + lowest(warp.parked)];
    fail(std::string("ends while lanes of its warp wait in ") + name_of(other.kind) + " at " + text_of(other.site));
  }
  if (block.waiting > 0) {
    fail("ends while " + std::to_string(block.waiting) + " threads wait in sync_block at " + text_of(block.barrier));
  }
  set_state(block.running, State::kExited);
  ++block.exited;
  warp.exited |= 1U << (block.running % kLanes);
  release(&l.end);
  Thread& from = running();
  const int next = choose(l);
  block.running = next;
  switch_fiber(from.fiber, next < 0 ? l.host : block.threads[next].fiber, true);
  std::abort();
}

void enter() {
  arrive(running().fiber);
  acquire(&current->begin);
  current->body(current->kernel);
  end_thread();
}

/// Stacks of one block.
class Stacks {
 public:
  ~Stacks() { drop(); }
  void* of(int threads) {
    const size_t bytes = static_cast<size_t>(threads) * kStackBytes;
    if (bytes_ < bytes) {
      drop();
      memory_ = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
      if (memory_ == MAP_FAILED) throw Error(ErrorKind::kFailure, "[simt] no memory for stacks");
      bytes_ = bytes;
    }
    return memory_;
  }
  void clean() { unpoison(memory_, bytes_); }

 private:
  void drop() {
    if (bytes_ == 0) return;
    clean();
    munmap(memory_, bytes_);
    bytes_ = 0;
  }
  void* memory_ = nullptr;
  size_t bytes_ = 0;
};

void run_block(Launch& l, Block& block, int64_t index) {
  block.at[0] = index % l.grid.x;
  block.at[1] = index / l.grid.x % l.grid.y;
  block.at[2] = index / l.grid.x / l.grid.y;
  for (int i = 0; i < block.count; ++i) prepare(block.threads[i].fiber, enter);
  l.block = &block;
  block.running = choose(l);
  switch_fiber(l.host, block.threads[block.running].fiber);
  ++counted.blocks;
}

std::vector<int64_t> block_order(Launch& l) {
  std::vector<int64_t> order(static_cast<size_t>(l.grid.x * l.grid.y * l.grid.z));
  std::iota(order.begin(), order.end(), 0);
  if (l.schedule.order == Order::kDescending) std::reverse(order.begin(), order.end());
  if (l.schedule.order == Order::kRandom) {
    for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[next_random(l.random) % i]);
  }
  return order;
}

void check_launch(const Launch& l) {
  constexpr size_t kMostShared = size_t{227} << 10;
  const auto refuse = [&](const std::string& what) {
    throw Error(ErrorKind::kFailure, "[simt] " + what, std::string("launch of ") + l.text);
  };
  if (l.threads % kLanes != 0 || l.threads < kLanes || l.threads > 1024) {
    refuse("threads of a block; got " + std::to_string(l.threads) + ", want a multiple of 32 up to 1024");
  }
  if (l.grid.x >= int64_t{1} << 31 || l.grid.y >= 1 << 16 || l.grid.z >= 1 << 16) refuse("the grid is too large");
  if (l.shared_bytes > kMostShared) refuse("shared memory; got " + std::to_string(l.shared_bytes) + " bytes");
  if (current) refuse("a kernel launches a kernel");
}

}  // namespace

Block::Block(int threads_, size_t shared_bytes, void* stacks)
    : count(threads_), threads(new Thread[threads_]), warps(new Warp[threads_ / kLanes]) {
  if (posix_memalign(&shared, 16, std::max<size_t>(shared_bytes, 1)) != 0) std::abort();
  std::memset(shared, 0xFF, shared_bytes);
  for (int i = 0; i < count; ++i) {
    threads[i].fiber.stack = static_cast<char*>(stacks) + static_cast<size_t>(i) * kStackBytes;
    threads[i].fiber.stack_bytes = kStackBytes;
  }
}

Block::~Block() {
  for (int i = 0; i < count; ++i) {
    dispose(threads[i].fiber, threads[i].state == State::kExited);
    std::free(threads[i].copies);
  }
  std::free(shared);
}

Launch& launch() {
  return *current;
}
Thread& running() {
  return current->block->threads[current->block->running];
}
Counters& counting() {
  return counted;
}
Schedule schedule() {
  return chosen;
}
void set_schedule(const Schedule& schedule) {
  chosen = schedule;
}
const Counters& counters() {
  return counted;
}
void reset_counters() {
  counted = {};
}

void set_state(int thread, State state) {
  current->block->threads[thread].state = state;
  const uint32_t bit = 1U << (thread % kLanes);
  uint32_t& runnable = current->block->warps[thread / kLanes].runnable;
  runnable = state == State::kRunnable ? runnable | bit : runnable & ~bit;
}

void yield() {
  Launch& l = *current;
  Thread& from = running();
  const int before = l.block->running, next = choose(l);
  if (next == before) return;
  l.block->running = next;
  switch_fiber(from.fiber, l.block->threads[next].fiber);
}

void fail(const std::string& what) {
  Launch& l = *current;
  const Block& block = *l.block;
  l.error = "block (" + std::to_string(block.at[0]) + ", " + std::to_string(block.at[1]) + ", " +
            std::to_string(block.at[2]) + "), thread " + std::to_string(block.running) + ": " + what;
  release(&l.end);
  switch_fiber(running().fiber, l.host, true);
  std::abort();
}

void run(const char* text, const Extent& grid, int threads, size_t shared_bytes, Body body, const void* kernel) {
  if (grid.x == 0 || grid.y == 0 || grid.z == 0) return;
  Launch l{text, grid, threads, shared_bytes, body, kernel, chosen, chosen.seed * 2 + 1, {}, nullptr, {}};
  check_launch(l);
  const MemoryWindow window;
  // Under the thread sanitizer blocks stay, each with stacks of its own: two blocks with one address or one fiber would
  // look ordered.
  static thread_local std::deque<Stacks> kept;
  std::vector<std::unique_ptr<Block>> blocks;
  adopt_current(l.host);
  current = &l;
  ++counted.launches;
  const std::vector<int64_t> order = block_order(l);
  release(&l.begin);
  for (const int64_t index : order) {
    if (!kThreadSanitizer || blocks.size() * static_cast<size_t>(threads) > kMostFibers) {
      // What comes takes over memory of what was, and is ordered after it.
      acquire(&l.end);
      blocks.clear();
      release(&l.begin);
    }
    if (kept.size() == blocks.size()) kept.emplace_back();
    Stacks& stacks = kept[blocks.size()];
    blocks.push_back(std::make_unique<Block>(threads, shared_bytes, stacks.of(threads)));
    run_block(l, *blocks.back(), index);
    if (l.error.empty()) continue;
    stacks.clean();
    for (int i = 0; i < threads; ++i) join(blocks.back()->threads[i].fiber, l.host);
    break;
  }
  acquire(&l.end);  // not before: what one block does is not ordered with the next
  current = nullptr;
  dispose(l.host, true);
  if (!l.error.empty()) throw Error(ErrorKind::kFailure, "[simt] " + l.error, std::string("launch of ") + text);
}

int thread() {
  return current->block->running;
}
int threads() {
  return current->threads;
}
int64_t block(int axis) {
  return current->block->at[axis];
}
int64_t blocks(int axis) {
  return axis == 0 ? current->grid.x : axis == 1 ? current->grid.y : current->grid.z;
}
void* shared_memory() {
  return current->block->shared;
}
float exp2(float x) {
  ++counted.exp2;
  return std::exp2(x);
}

}  // namespace undula::harness
