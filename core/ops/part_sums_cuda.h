#pragma once
#include "core/cuda/kernel.h"
#include "core/memory/context.h"

namespace undula::UNDULA_GPU {

/// What a kernel sums over rows it leaves as one part per block, in fp32; then
///   to[r, c] += sum_part parts[part, r, c]
/// over parts in order, so that the order of a sum depends on shapes only.
struct PartSums {
  const float* parts;
  int64_t n_parts, part_stride;
  int64_t rows, columns;
  float* to;
  int64_t row_stride, column_stride;
};
void add_parts(Context& ctx, const PartSums& sums);

}  // namespace undula::UNDULA_GPU
