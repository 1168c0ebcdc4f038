#pragma once
#include "core/ops/token_history_cuda.cuh"

// What write_tail (core/ops/token_history.h) leaves for the next block.
namespace undula::UNDULA_GPU {

struct TokenTailParams {
  DeviceHistory history;
  int64_t B, n;
  Matrix<int32_t> out;
};

/// The last n tokens of each row, one thread a row: oldest first, as out may be the incoming tail.
UNDULA_KERNEL void token_tail(TokenTailParams p) {
  const int64_t b = block_x() * threads() + thread();
  if (b >= p.B) return;
  const int64_t length = p.history.length(b), oldest = length - p.n;
  const int64_t first = p.history.window_start(b, length - 1, p.n);
  for (int64_t j = 0; j < p.n; ++j) {
    p.out.row(b)[j] = oldest + j >= first ? p.history.at(b, oldest + j) : kNotBegun;
  }
}

}  // namespace undula::UNDULA_GPU
