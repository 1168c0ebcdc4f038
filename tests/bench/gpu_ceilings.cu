#include "core/cuda/kernel.h"
#include "tests/bench/bench.h"
#include "tests/bench/gpu_ceilings.h"

// Eight chains of exponentials a thread, x <- 2^x - c, which stay near a fixed point; one store a thread keeps them.
namespace undula::UNDULA_GPU {
namespace {

constexpr int kThreads = 256, kChains = 8, kRounds = 4096;
constexpr int64_t kBlocks = 132 * 16;

struct ExpChains {
  float* out;
};

UNDULA_KERNEL void exp_chains(ExpChains p) {
  float x[kChains];
  UNDULA_UNROLL
  for (int i = 0; i < kChains; ++i) x[i] = 0.001f * static_cast<float>(thread() + i);
  for (int round = 0; round < kRounds; ++round) {
    UNDULA_UNROLL
    for (int i = 0; i < kChains; ++i) x[i] = exp2_fast(x[i] - 1.5f);
  }
  float sum = 0;
  UNDULA_UNROLL
  for (int i = 0; i < kChains; ++i) sum += x[i];
  p.out[block_x() * threads() + thread()] = sum;
}

}  // namespace
}  // namespace undula::UNDULA_GPU

namespace undula::bench {

double exp_ceiling(DeviceBackend& device) {
  const size_t bytes = static_cast<size_t>(UNDULA_GPU::kBlocks) * UNDULA_GPU::kThreads * sizeof(float);
  std::byte* memory = device.allocate(bytes);
  const Timing timing = time([&] {
    UNDULA_LAUNCH(device.queue(), UNDULA_GPU::exp_chains, gpu::Grid{UNDULA_GPU::kBlocks}, UNDULA_GPU::kThreads, 0,
                  UNDULA_GPU::ExpChains{reinterpret_cast<float*>(memory)});
    device.synchronise();
  });
  device.release(memory, bytes);
  return static_cast<double>(UNDULA_GPU::kBlocks) * UNDULA_GPU::kThreads * UNDULA_GPU::kChains * UNDULA_GPU::kRounds /
         timing.best;
}

}  // namespace undula::bench
