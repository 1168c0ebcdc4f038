#pragma once
#include "core/ops/kmer_embedding.h"
#include "core/ops/token_history_cuda.cuh"

// A group of `stride` positions reads the rows of its k-mers (core/ops/kmer_embedding.h).
namespace undula::UNDULA_GPU {

struct KmerReads {
  DeviceHistory history;
  int64_t B, groups;  ///< groups of a row
  int k, stride, letters;
  int32_t *read, *count;  ///< (B, groups, stride), (B, groups)
};

/// The table row of the k-mer that ends at position t.
UNDULA_DEVICE int64_t kmer_row(const KmerReads& p, int64_t b, int64_t t) {
  int64_t index = 0, first_row = 1, combinations = 1;
  for (int64_t i = p.history.window_start(b, t, p.k); i <= t; ++i) {
    const int64_t token = p.history.at(b, i);
    if (token == kNotBegun) continue;
    if (token >= p.letters) return 0;
    if (combinations > 1) first_row += combinations;
    combinations *= p.letters;
    index = index * p.letters + token;
  }
  return first_row + index;
}

/// One group a thread.
UNDULA_KERNEL void kmer_reads(KmerReads p) {
  const int64_t i = block_x() * threads() + thread(), b = i / p.groups, begin = i % p.groups * p.stride;
  if (i >= p.B * p.groups) return;
  const int64_t length = p.history.length(b);
  int32_t count = 0;
  for (int s = 0; s < p.stride; ++s) {
    const int64_t t = begin + s;
    const bool valid = t < length && p.history.at(b, t) != kGapToken;
    p.read[i * p.stride + s] = valid ? static_cast<int32_t>(kmer_row(p, b, t)) : -1;
    count += valid ? 1 : 0;
  }
  p.count[i] = count;
}

}  // namespace undula::UNDULA_GPU
