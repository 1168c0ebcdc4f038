#pragma once
#include "core/cuda/kernel.h"
#include "core/memory/context.h"

namespace undula::UNDULA_GPU {

/// Which rows of a table each position reads, as core/ops/table_reads.h has it, on a device.
///   y[b, t] = 1 / count[b, t] (start + sum_j table[ids[b, t, j]]),  0 where the count is 0
struct TableReads {
  View ids;    ///< (B, L, taps) i32; negative: nothing
  View count;  ///< (B, L) i32
};

/// Memory for the reads of a (B, L) block, from scratch.
TableReads table_reads(Context& ctx, int64_t B, int64_t L, int64_t taps);

/// table (rows, D) fp32, start (D) or absent: zeros, y (B, L, D). Reads the first `tables` taps.
void gather(Context& ctx, const TableReads& reads, int64_t tables, const View& table, const View& start, const View& y);
/// dtable[ids[b, t, j]] += dy[b, t] / count[b, t], over positions in order. An id of as many as dtable has rows is a
/// row too: dstart, which may be absent. Takes scratch and plans it.
void scatter(Context& ctx, const TableReads& reads, const View& dy, const View& dtable, const View& dstart);

}  // namespace undula::UNDULA_GPU
