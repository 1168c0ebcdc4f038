#include "core/ops/embedding_impl.h"
#include "core/ops/table_reads.h"

// A position reads one row of the table, or none where its id has none.
namespace undula::cpu {
namespace {

TableReads id_reads(Context& ctx, const View& ids, const Rows& rows, int64_t V) {
  const TableReads reads = table_reads(ctx, ids.shape[0], ids.shape[1], 1);
  if (ctx.planning()) return reads;
  fill_reads(ctx.pool(), reads, [&](int64_t b, int64_t begin, int64_t end, int32_t* row, int32_t* count) {
    const uint8_t* id = ids.as<uint8_t>() + b * ids.strides[0];
    const int64_t length = rows.length(b, ids.shape[1]);
    for (int64_t t = begin; t < end; ++t) {
      *row++ = id[t] < V ? id[t] : -1;
      *count++ = t < length;
    }
  });
  return reads;
}

}  // namespace

void embedding_forward(Context& ctx, const View& ids, const View& table, const Rows& rows, const View& y) {
  ScratchScope scope(ctx);
  const TableReads reads = id_reads(ctx, ids, rows, table.shape[0]);
  if (ctx.planning()) return;
  gather_rows(ctx.pool(), reads, table, View(), y);
}

void embedding_backward(Context& ctx, const View& ids, const Rows& rows, const View& dy, const View& dtable) {
  ScratchScope scope(ctx);
  const TableReads reads = id_reads(ctx, ids, rows, dtable.shape[0]);
  if (ctx.planning()) return;
  scatter_rows(ctx.pool(), reads, dy, dtable, View());
}

}  // namespace undula::cpu
