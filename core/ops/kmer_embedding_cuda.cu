#include "core/ops/kmer_embedding_cuda.cuh"
#include "core/ops/launch_cuda.h"
#include "core/ops/table_reads_cuda.h"

namespace undula::UNDULA_GPU {
namespace {

/// Memory for the reads, and their values unless planning.
TableReads reads_of(Context& ctx, const KmerShape& shape, const View& tokens, const Rows& rows, const View& tail) {
  const int64_t B = tokens.shape[0], groups = shape.output_length(tokens.shape[1]);
  const TableReads reads = table_reads(ctx, B, groups, shape.stride);
  if (ctx.planning()) return reads;
  const KmerReads params{
      device_history(tokens, rows, tail), B, groups, shape.k, shape.stride, shape.letters, data_of<int32_t>(reads.ids),
      data_of<int32_t>(reads.count)};
  UNDULA_LAUNCH(ctx.device().queue(), kmer_reads, {blocks_of(B * groups, kThreads)}, kThreads, 0, params);
  return reads;
}

}  // namespace

void Ops::kmer_embedding_forward(Context& ctx, const KmerShape& shape, const View& tokens, const View& table,
                                 const Rows& rows, const View& tail, const View& y) {
  ScratchScope scope(ctx);
  const TableReads reads = reads_of(ctx, shape, tokens, rows, tail);
  if (!ctx.planning()) gather(ctx, reads, shape.stride, table, View(), y);
}

void Ops::kmer_embedding_backward(Context& ctx, const KmerShape& shape, const View& tokens, const Rows& rows,
                                  const View& tail, const View& dy, const View& dtable) {
  ScratchScope scope(ctx);
  scatter(ctx, reads_of(ctx, shape, tokens, rows, tail), dy, dtable, View());
}

}  // namespace undula::UNDULA_GPU
