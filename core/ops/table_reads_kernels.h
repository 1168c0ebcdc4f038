#pragma once
#include <cstdint>

// What the host side (table_reads.cpp) and the SIMD kernels (table_reads_simd.cpp) of table reads share.
namespace undula::cpu {

/// n positions of one row of TableReads.
struct ReadRun {
  const int32_t* rows;   ///< (n, taps)
  const int32_t* count;  ///< (n)
  int64_t n, taps;
};

/// Consecutive vectors of floats, `stride` apart.
template <class T>
struct Vectors {
  T* data;
  int64_t stride;
  T* at(int64_t i) const { return data + i * stride; }
};

/// y[i] = 1 / count[i] (start + sum_j table[rows[i, j]]) over `columns` columns, zeros where count is 0. start: null
/// for zeros.
void gather_run(const ReadRun& run, int64_t columns, Vectors<const float> table, const float* start, Vectors<float> y);
/// dtable[rows[i, j]] += dy[i] / count[i] and, unless null, dstart += dy[i] / count[i], for each i, then j, in order.
void scatter_run(const ReadRun& run, int64_t columns, Vectors<const float> dy, Vectors<float> dtable, float* dstart);

}  // namespace undula::cpu
