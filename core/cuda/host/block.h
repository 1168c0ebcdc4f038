#pragma once
#include <memory>
#include <string>

#include "core/cuda/host/fiber.h"
#include "core/cuda/host/simt.h"

// The state of the block that runs. Fibers and the scheduler share it through plain memory: these files are compiled
// without the thread sanitizer, which must see kernels only.
namespace undula::harness {

inline constexpr int kLanes = 32;
inline constexpr uint32_t kAllLanes = ~0U;

/// One copy_async that was issued and not yet waited for.
struct PendingCopy {
  void* to;
  const void* from;
  int bytes;
  bool read;
  int group;
};

enum class State : uint8_t { kRunnable, kInBarrier, kInCollective, kExited };

struct Thread {
  Fiber fiber;
  State state = State::kRunnable;
  Site site;  ///< of the call it waits in
  Collective kind = Collective::kSync;
  int argument = 0;
  uint64_t bits = 0, result = 0;
  PendingCopy* copies = nullptr;
  int copy_count = 0, copy_capacity = 0, groups = 0;
};

struct Warp {
  uint32_t runnable = kAllLanes, parked = 0, exited = 0, in_barrier = 0;
  int parity = 0;
  char tokens[2] = {};  ///< what sync_warp orders by, in turn
};

/// One block: its threads, their stacks and shared memory, which are its own for as long as it lives.
struct Block {
  Block(int threads, size_t shared_bytes, void* stacks);
  ~Block();
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;

  int count;
  std::unique_ptr<Thread[]> threads;
  std::unique_ptr<Warp[]> warps;
  void* shared;
  int64_t at[3] = {0, 0, 0};
  int waiting = 0, exited = 0;  ///< threads in the barrier, threads that ended
  Site barrier;                 ///< where the first of them waits
  int parity = 0;
  char tokens[2] = {};
  int running = -1;  ///< the thread that runs
};

/// One launch.
struct Launch {
  const char* text;
  Extent grid;
  int threads;
  size_t shared_bytes;
  Body body;
  const void* kernel;
  Schedule schedule;
  uint64_t random = 0;
  Fiber host;
  Block* block = nullptr;
  std::string error;
  char begin = 0, end = 0;  ///< tokens that order what the host did before the launch, and does after it
};

inline constexpr size_t kStackBytes = size_t{128} << 10;

/// The launch of this operating system's thread, and its block's thread that runs.
Launch& launch();
Thread& running();
Counters& counting();
/// Lets another thread of the block run, until this one is runnable and chosen again.
void yield();
/// Ends the launch with an error about the thread that runs.
[[noreturn]] void fail(const std::string& what);
/// Marks a thread runnable or not.
void set_state(int thread, State state);
/// "file:line" as far as it is worth reading.
std::string text_of(const Site& site);
bool same(const Site& a, const Site& b);
const char* name_of(Collective kind);

}  // namespace undula::harness
