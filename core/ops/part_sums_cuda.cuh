#pragma once
#include "core/ops/part_sums_cuda.h"
#include "core/ops/row_views_cuda.cuh"

// Parts are added in float64: each of eight warps adds a run of them for 32 places, and the runs are added one after
// the other.
namespace undula::UNDULA_GPU {

inline constexpr int kPartRuns = 8;

UNDULA_KERNEL void add_part_runs(PartSums p) {
  auto* runs = shared<double>();  // (kPartRuns, 32)
  const int64_t i = block_x() * kWarp + lane(), n = p.rows * p.columns;
  const int64_t length = (p.n_parts + kPartRuns - 1) / kPartRuns;
  double sum = 0;
  if (i < n) {
    const int64_t end = least(p.n_parts, (warp() + 1) * length);
    for (int64_t part = warp() * length; part < end; ++part) {
      sum += static_cast<double>(p.parts[part * p.part_stride + i]);
    }
  }
  runs[thread()] = sum;
  sync_block();
  if (warp() != 0 || i >= n) return;
  for (int run = 1; run < kPartRuns; ++run) sum += runs[run * kWarp + lane()];
  float* to = p.to + i / p.columns * p.row_stride + i % p.columns * p.column_stride;
  *to = static_cast<float>(static_cast<double>(*to) + sum);
}

}  // namespace undula::UNDULA_GPU
