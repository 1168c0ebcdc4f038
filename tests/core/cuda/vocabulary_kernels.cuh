#pragma once
#include "core/cuda/bf16.h"

// Kernels that use every word of core/cuda/kernel.h once, for both compilers.
namespace undula::UNDULA_GPU::trial {

struct Sum {
  const Bf16* x;  // (blocks, threads, 8)
  float* sums;    // (blocks)
};

/// sums[b] = sum of x[b]: staged by copy_async, summed within warps by shuffles and over warps in order.
UNDULA_KERNEL UNDULA_BOUNDS(128, 4) void sum(Sum p) {
  constexpr int kEach = 8;
  auto* tile = shared<Bf16>();
  auto* totals = reinterpret_cast<float*>(tile + threads() * kEach);
  copy_async<16>(tile + thread() * kEach, p.x + (block_x() * threads() + thread()) * kEach);
  commit_copies();
  wait_copies<0>();
  sync_block();
  float x[kEach], total = 0;
  load_items<Bf16, kEach>(tile + (threads() - 1 - thread()) * kEach, x);
  UNDULA_UNROLL
  for (int i = 0; i < kEach; ++i) total += x[i];
  for (int mask = kWarp / 2; mask > 0; mask /= 2) total += shuffle_xor(total, mask);
  if (lane() == 0) totals[warp()] = total;
  sync_block();
  if (thread() != 0) return;
  for (int w = 1; w < threads() / kWarp; ++w) total += totals[w];
  p.sums[block_x()] = total;
}

struct Lanes {
  float* out;  // (blocks_y, 32, kLaneResults)
};
constexpr int kLaneResults = 12;

/// What each word gives to each lane.
template <class T>
UNDULA_KERNEL void lanes(Lanes p) {
  const T v = static_cast<T>(lane() + 1);
  const int64_t row = (block_z() * blocks_y() + block_y()) * blocks_x() + block_x();
  float r[kLaneResults];
  r[0] = static_cast<float>(shuffle(v, 3));
  r[1] = static_cast<float>(shuffle_xor(v, 1));
  r[2] = static_cast<float>(shuffle_up(v, 2));
  r[3] = static_cast<float>(shuffle_down(v, 2));
  r[4] = static_cast<float>(ballot(lane() % 2 == 0) & 7U);
  r[5] = exp2_fast(static_cast<float>(v) / 8);
  r[6] = static_cast<float>(exp(log(v)) + sin(v) * sin(v) + cos(v) * cos(v));
  r[7] = static_cast<float>(rsqrt(v) * sqrt(v) + log1p(expm1(v / 32)) + tanh(v) + erf(v));
  auto* all = shared<T>();
  all[lane()] = v;
  sync_warp();
  r[8] = static_cast<float>(all[kWarp - 1 - lane()]);
  r[9] = divide_fast(static_cast<float>(v), 2) + log2_fast(8);
  r[10] = static_cast<float>(fma(v, v, floor(v + T(0.5))) + abs(-v) + pow(v, T(2)));
  Bf16 rounded;
  store(&rounded, static_cast<float>(v) + 0.001F);
  r[11] = load(&rounded);
  UNDULA_UNROLL
  for (int i = 0; i < kLaneResults; i += 4) {
    const float part[4] = {r[i], r[i + 1], r[i + 2], r[i + 3]};
    store_items<float, 4>(p.out + (row * kWarp + lane()) * kLaneResults + i, part);
  }
}

/// Launches both, for whoever wants to see that they compile.
inline void launch_all(const Queue& queue, const Sum& sums, const Lanes& results) {
  UNDULA_LAUNCH(queue, sum, {.x = 2}, 128, 128 * 16 + 16, sums);
  UNDULA_LAUNCH(queue, lanes<float>, {.x = 1, .y = 2}, 32, 32 * sizeof(float), results);
  UNDULA_LAUNCH(queue, lanes<double>, {.x = 1, .y = 2}, 32, 32 * sizeof(double), results);
}

}  // namespace undula::UNDULA_GPU::trial
