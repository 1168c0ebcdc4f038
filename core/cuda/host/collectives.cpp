#include <cstring>

#include "core/cuda/host/block.h"
#include "core/cuda/host/sanitizers.h"

// What threads do together: barriers and warps' collectives.
namespace undula::harness {
namespace {

/// Every lane's result, once all wait in the same collective.
void complete(Thread* lanes, Collective kind) {
  uint64_t votes = 0;
  for (int i = 0; i < kLanes; ++i) votes |= uint64_t{lanes[i].bits != 0} << i;
  for (int i = 0; i < kLanes; ++i) {
    const int n = lanes[i].argument;
    int from = i;
    if (kind == Collective::kShuffle) from = n & (kLanes - 1);
    if (kind == Collective::kShuffleXor) from = (i ^ n) & (kLanes - 1);
    if (kind == Collective::kShuffleUp && i - n >= 0) from = i - n;
    if (kind == Collective::kShuffleDown && i + n < kLanes) from = i + n;
    lanes[i].result = kind == Collective::kBallot ? votes : lanes[from].bits;
  }
}

std::string call(Collective kind, const Site& site) {
  return std::string(name_of(kind)) + " at " + text_of(site);
}

}  // namespace

std::string text_of(const Site& site) {
  const char* name = std::strrchr(site.file_name(), '/');
  return std::string(name ? name + 1 : site.file_name()) + ":" + std::to_string(site.line());
}

bool same(const Site& a, const Site& b) {
  return a.line() == b.line() && a.column() == b.column() && std::strcmp(a.file_name(), b.file_name()) == 0;
}

const char* name_of(Collective kind) {
  static constexpr const char* names[] = {"sync_warp",  "shuffle",      "shuffle_xor",
                                          "shuffle_up", "shuffle_down", "ballot"};
  return names[static_cast<int>(kind)];
}

void sync_block(const Site& site) {
  Block& block = *launch().block;
  Thread& self = running();
  Warp& warp = block.warps[block.running / kLanes];
  if (block.exited > 0) fail("calls sync_block at " + text_of(site) + " after threads of its block have ended");
  if (warp.parked) fail("calls sync_block at " + text_of(site) + " while lanes of its warp wait in a collective");
  if (block.waiting > 0 && !same(site, block.barrier)) {
    fail("calls sync_block at " + text_of(site) + " while others wait in the one at " + text_of(block.barrier));
  }
  block.barrier = self.site = site;
  char* token = &block.tokens[block.parity];
  release(token);
  if (++block.waiting == block.count) {
    block.waiting = 0;
    block.parity ^= 1;
    ++counting().barriers;
    for (int w = 0; w < block.count / kLanes; ++w) block.warps[w].in_barrier = 0;
    for (int i = 0; i < block.count; ++i) set_state(i, State::kRunnable);
  } else {
    warp.in_barrier |= 1U << (block.running % kLanes);
    set_state(block.running, State::kInBarrier);
  }
  yield();
  acquire(token);
}

uint64_t collective(Collective kind, uint64_t bits, int argument, const Site& site) {
  Block& block = *launch().block;
  Thread& self = running();
  const int lane = block.running % kLanes, first = block.running - lane;
  Warp& warp = block.warps[first / kLanes];
  if (warp.exited) fail("calls " + call(kind, site) + " after lanes of its warp have ended");
  if (warp.in_barrier) fail("calls " + call(kind, site) + " while lanes of its warp wait in sync_block");
  if (warp.parked) {
    const Thread& other = block.threads[first + __builtin_ctz(warp.parked)];
    if (other.kind != kind || !same(other.site, site)) {
      fail("calls " + call(kind, site) + " while lanes of its warp wait in " + call(other.kind, other.site));
    }
  }
  self.kind = kind;
  self.bits = bits;
  self.argument = argument;
  self.site = site;
  char* token = &warp.tokens[warp.parity];
  if (kind == Collective::kSync) release(token);
  warp.parked |= 1U << lane;
  if (warp.parked == kAllLanes) {
    complete(&block.threads[first], kind);
    warp.parked = 0;
    if (kind == Collective::kSync) warp.parity ^= 1;
    ++counting().collectives;
    for (int i = 0; i < kLanes; ++i) set_state(first + i, State::kRunnable);
  } else {
    set_state(block.running, State::kInCollective);
  }
  yield();
  if (kind == Collective::kSync) acquire(token);
  return self.result;
}

}  // namespace undula::harness
