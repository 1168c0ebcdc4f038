#pragma once
#include "core/ops/row_views_cuda.cuh"

// A position reads one row of the table, or none where its id has none: the reads of core/ops/table_reads_cuda.cuh.
namespace undula::UNDULA_GPU {

struct IdReads {
  Matrix<const uint8_t> ids;  ///< (B, L)
  DeviceRows rows;
  int64_t B, L, V;
  int32_t *read, *count;  ///< (B, L)
};

UNDULA_KERNEL void id_reads(IdReads p) {
  const int64_t i = block_x() * threads() + thread(), b = i / p.L, t = i % p.L;
  if (i >= p.B * p.L) return;
  const bool valid = t < p.rows.length(b, p.L);
  const int32_t id = p.ids.row(b)[t];
  p.count[i] = valid ? 1 : 0;
  p.read[i] = valid && id < p.V ? id : -1;
}

}  // namespace undula::UNDULA_GPU
