#include "core/ops/embedding_cuda.cuh"
#include "core/ops/launch_cuda.h"
#include "core/ops/table_reads_cuda.h"

namespace undula::UNDULA_GPU {
namespace {

/// Memory for the reads, and their values unless planning.
TableReads reads_of(Context& ctx, const View& ids, const Rows& rows, int64_t V) {
  const int64_t B = ids.shape[0], L = ids.shape[1];
  const TableReads reads = table_reads(ctx, B, L, 1);
  if (ctx.planning()) return reads;
  const IdReads params{matrix<const uint8_t>(ids),   device_rows(rows), B, L, V, data_of<int32_t>(reads.ids),
                       data_of<int32_t>(reads.count)};
  UNDULA_LAUNCH(ctx.device().queue(), id_reads, {blocks_of(B * L, kThreads)}, kThreads, 0, params);
  return reads;
}

}  // namespace

void Ops::embedding_forward(Context& ctx, const View& ids, const View& table, const Rows& rows, const View& y) {
  ScratchScope scope(ctx);
  const TableReads reads = reads_of(ctx, ids, rows, table.shape[0]);
  if (!ctx.planning()) gather(ctx, reads, 1, table, View(), y);
}

void Ops::embedding_backward(Context& ctx, const View& ids, const Rows& rows, const View& dy, const View& dtable) {
  ScratchScope scope(ctx);
  scatter(ctx, reads_of(ctx, ids, rows, dtable.shape[0]), dy, dtable, View());
}

}  // namespace undula::UNDULA_GPU
