#include "core/ops/table_reads.h"
#include "core/ops/token_conv_impl.h"
#include "core/ops/token_history.h"

// With w seen as a table (W V, D), a position reads row j V + token(t - W + 1 + j) for each tap j.
namespace undula::cpu {
namespace {

TableReads tap_reads(Context& ctx, const View& tokens, const Rows& rows, const View& tail, int64_t W, int64_t V) {
  const TableReads reads = table_reads(ctx, tokens.shape[0], tokens.shape[1], W);
  if (ctx.planning()) return reads;
  fill_reads(ctx.pool(), reads, [&](int64_t b, int64_t begin, int64_t end, int32_t* row, int32_t* count) {
    const TokenHistory history(tokens, rows, tail, b);
    int64_t first = history.window_start(begin, W);
    for (int64_t t = begin; t < end; ++t) {
      if (history.starts_record(t)) first = t;
      for (int64_t j = 0; j < W; ++j) {
        const int64_t i = t - W + 1 + j, token = i >= first ? history.at(i) : TokenHistory::kNotBegun;
        *row++ = token >= 0 && token < V ? static_cast<int32_t>(j * V + token) : -1;
      }
      *count++ = t < history.length();
    }
  });
  return reads;
}

}  // namespace

void token_conv_forward(Context& ctx, const View& tokens, const View& w, const View& bias, const Rows& rows,
                        const View& tail, const View& y) {
  ScratchScope scope(ctx);
  const TableReads reads = tap_reads(ctx, tokens, rows, tail, w.shape[0], w.shape[1]);
  if (ctx.planning()) return;
  gather_rows(ctx.pool(), reads, w.rows(), bias, y);
}

void token_conv_backward(Context& ctx, const View& tokens, const Rows& rows, const View& tail, const View& dy,
                         const View& dw, const View& dbias) {
  ScratchScope scope(ctx);
  const TableReads reads = tap_reads(ctx, tokens, rows, tail, dw.shape[0], dw.shape[1]);
  if (ctx.planning()) return;
  scatter_rows(ctx.pool(), reads, dy, dw.rows(), dbias);
}

}  // namespace undula::cpu
