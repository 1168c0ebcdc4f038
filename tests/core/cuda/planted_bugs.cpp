#include <cstdio>
#include <cstring>

#include "core/cuda/host/device_memory.h"
#include "core/cuda/kernel.h"

// Bugs on purpose that only a sanitizer sees. `planted_bugs NAME` runs one; tests/CMakeLists.txt says which sanitizer
// must report which, and that none reports "none".
namespace undula::simt {
namespace {

struct Out {
  float* y;  // 64 floats of the device
};

/// Every barrier in its place.
void none(Out p) {
  auto* tile = shared<float>();
  tile[thread()] = static_cast<float>(thread());
  sync_block();
  const float v = tile[threads() - 1 - thread()];
  sync_block();
  tile[thread()] = v;
  sync_warp();
  const int64_t i = block_x() * threads() + thread();
  p.y[i] = tile[thread() ^ 1];
}
void missing_barrier(Out p) {
  auto* tile = shared<float>();
  tile[thread()] = static_cast<float>(thread());
  p.y[thread()] = tile[31 - thread()];
}
/// The second of two rounds overwrites what the first still reads.
void missing_second_barrier(Out p) {
  auto* tile = shared<float>();
  float sum = 0;
  for (int round = 0; round < 2; ++round) {
    tile[thread()] = static_cast<float>(round);
    sync_block();
    sum += tile[31 - thread()];
  }
  p.y[thread()] = sum;
}
/// A shuffle makes lanes wait, but orders no memory.
void shuffle_for_a_barrier(Out p) {
  auto* tile = shared<float>();
  tile[thread()] = 1;
  p.y[thread()] = tile[31 - thread()] + shuffle_xor(1.0F, 1);
}
void blocks_add_to_one_number(Out p) {
  if (thread() == 0) p.y[0] += 1;
}
void copy_seen_without_barrier(Out p) {
  auto* tile = shared<float>();
  static const float from[32] = {};
  copy_async<4>(tile + thread(), from + thread());
  commit_copies();
  wait_copies<0>();
  p.y[thread()] = tile[31 - thread()];
}
void past_shared_memory(Out p) {
  shared<float>()[thread() + 1] = 1;
  p.y[0] = 1;
}
void past_device_memory(Out p) {
  p.y[thread() + 33] = 1;
}
void past_a_copy_source(Out p) {
  copy_async<4>(shared<float>(), p.y + 64);
  commit_copies();
  wait_copies<0>();
}
void misaligned_vector(Out p) {
  struct alignas(16) Four {
    float items[4];
  };
  *reinterpret_cast<Four*>(p.y + 1) = {};
}

struct Bug {
  const char* name;
  void (*kernel)(Out);
};
const Bug kBugs[] = {{"none", none},
                     {"missing_barrier", missing_barrier},
                     {"missing_second_barrier", missing_second_barrier},
                     {"shuffle_for_a_barrier", shuffle_for_a_barrier},
                     {"blocks_add_to_one_number", blocks_add_to_one_number},
                     {"copy_seen_without_barrier", copy_seen_without_barrier},
                     {"past_shared_memory", past_shared_memory},
                     {"past_device_memory", past_device_memory},
                     {"past_a_copy_source", past_a_copy_source},
                     {"misaligned_vector", misaligned_vector}};

int run(const char* name) {
  for (const Bug& bug : kBugs) {
    if (std::strcmp(bug.name, name) != 0) continue;
    void* memory = harness::allocate(64 * sizeof(float));
    UNDULA_LAUNCH(Queue(), bug.kernel, {.x = 2}, 32, 32 * sizeof(float), Out{static_cast<float*>(memory)});
    harness::deallocate(memory);
    std::puts("ran to its end");
    return 0;
  }
  std::puts("no such bug");
  return 2;
}

}  // namespace
}  // namespace undula::simt

int main(int argc, char** argv) {
  return argc == 2 ? undula::simt::run(argv[1]) : 2;
}
