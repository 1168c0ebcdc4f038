#include "core/ops/launch_cuda.h"
#include "core/ops/table_reads_cuda.h"
#include "core/ops/token_conv_cuda.cuh"

namespace undula::UNDULA_GPU {
namespace {

/// Memory for the reads of W taps and the bias, and their values unless planning.
TableReads reads_of(Context& ctx, const View& tokens, const Rows& rows, const View& tail, int64_t W, int64_t V) {
  const int64_t B = tokens.shape[0], L = tokens.shape[1];
  const TableReads reads = table_reads(ctx, B, L, W + 1);
  if (ctx.planning()) return reads;
  const TapReads params{device_history(tokens, rows, tail), B, W, V, data_of<int32_t>(reads.ids),
                        data_of<int32_t>(reads.count)};
  UNDULA_LAUNCH(ctx.device().queue(), tap_reads, {blocks_of(B * L, kThreads)}, kThreads, 0, params);
  return reads;
}

}  // namespace

void Ops::token_conv_forward(Context& ctx, const View& tokens, const View& w, const View& bias, const Rows& rows,
                             const View& tail, const View& y) {
  ScratchScope scope(ctx);
  const TableReads reads = reads_of(ctx, tokens, rows, tail, w.shape[0], w.shape[1]);
  if (!ctx.planning()) gather(ctx, reads, w.shape[0], w.rows(), bias, y);
}

void Ops::token_conv_backward(Context& ctx, const View& tokens, const Rows& rows, const View& tail, const View& dy,
                              const View& dw, const View& dbias) {
  ScratchScope scope(ctx);
  scatter(ctx, reads_of(ctx, tokens, rows, tail, dw.shape[0], dw.shape[1]), dy, dw.rows(), dbias);
}

}  // namespace undula::UNDULA_GPU
