#pragma once
#include "core/cuda/kernel.h"

// clipped[b] = how many positions of row b lie in [begin, end): one row a thread.
namespace undula::UNDULA_GPU {

struct ClipLengths {
  const int32_t* lengths;
  int32_t* clipped;
  int64_t rows, begin, end;
};

UNDULA_KERNEL void clip_row_lengths(ClipLengths p) {
  const int64_t b = block_x() * threads() + thread();
  if (b >= p.rows) return;
  const int64_t left = p.lengths[b] - p.begin, most = p.end - p.begin;
  p.clipped[b] = static_cast<int32_t>(left < 0 ? 0 : left > most ? most : left);
}

}  // namespace undula::UNDULA_GPU
