#pragma once
#include "core/ops/token_history_cuda.cuh"

// With w seen as a table (W V, D), a position reads row j V + token(t - W + 1 + j) for each tap j, and row W V, the
// bias.
namespace undula::UNDULA_GPU {

struct TapReads {
  DeviceHistory history;
  int64_t B, W, V;
  int32_t *read, *count;  ///< (B, L, W + 1), (B, L)
};

UNDULA_KERNEL void tap_reads(TapReads p) {
  const int64_t i = block_x() * threads() + thread(), L = p.history.L, b = i / L, t = i % L;
  if (i >= p.B * L) return;
  const bool valid = t < p.history.length(b);
  const int64_t first = valid ? p.history.window_start(b, t, p.W) : 0;
  int32_t* read = p.read + i * (p.W + 1);
  for (int64_t j = 0; j < p.W; ++j) {
    const int64_t from = t - p.W + 1 + j;
    const int64_t token = valid && from >= first ? p.history.at(b, from) : kNotBegun;
    read[j] = token >= 0 && token < p.V ? static_cast<int32_t>(j * p.V + token) : -1;
  }
  read[p.W] = valid ? static_cast<int32_t>(p.W * p.V) : -1;
  p.count[i] = valid ? 1 : 0;
}

}  // namespace undula::UNDULA_GPU
