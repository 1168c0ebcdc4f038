#pragma once
#include "core/memory/context.h"
#include "core/ops/row_runs.h"

namespace undula::cpu {

/// Which rows of a table each position reads: what embeddings, k-mers and token convolutions have in common.
///   y[b, t] = 1 / count[b, t] (start + sum_j table[rows[b, t, j]])
struct TableReads {
  View rows;   ///< (B, L, taps) i32; negative: nothing
  View count;  ///< (B, L) i32; 0: no position, y = 0
};

/// Memory for the reads of a (B, L) block, from scratch.
TableReads table_reads(Context& ctx, int64_t B, int64_t L, int64_t taps);

/// table (rows, D) f32, start (D) or absent: zeros, y (B, L, D).
void gather_rows(ThreadPool& pool, const TableReads& reads, const View& table, const View& start, const View& y);
/// dtable[rows[b, t, j]] += dy[b, t] / count[b, t], dstart (may be absent) += dy[b, t] / count[b, t], in order of b, t
/// and j whatever the threads: they share columns.
void scatter_rows(ThreadPool& pool, const TableReads& reads, const View& dy, const View& dtable, const View& dstart);

/// Calls fill(b, begin, end, rows, count) for runs of positions, in parallel; `rows` and `count` point at position
/// `begin`.
template <class Fill>
void fill_reads(ThreadPool& pool, const TableReads& reads, Fill&& fill) {
  const int64_t B = reads.rows.shape[0], L = reads.rows.shape[1], taps = reads.rows.shape[2];
  for_each_run(pool, B, L, [&](int64_t b, int64_t begin, int64_t end) {
    const int64_t at = b * L + begin;
    fill(b, begin, end, reads.rows.as<int32_t>() + at * taps, reads.count.as<int32_t>() + at);
  });
}

}  // namespace undula::cpu
