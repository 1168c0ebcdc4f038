#include "core/ops/token_conv.h"

#include "core/base/error.h"
#include "core/cuda/device_ops.h"
#include "core/ops/token_conv_impl.h"
#include "core/ops/token_history.h"

namespace undula {
namespace {

void check(const View& tokens, const View& w, const View& bias, const Rows& rows, const View& tail, const View& y,
           const char* op) {
  if (tokens.shape.rank() != 2) require(false, op, "rank of tokens; got " + tokens.shape.text() + ", want (B, L)");
  if (!(w.shape.rank() == 3 && w.shape[0] >= 1))
    require(false, op, "shape of w; got " + w.shape.text() + ", want (W, V, D)");
  const int64_t B = tokens.shape[0], L = tokens.shape[1], W = w.shape[0], D = w.shape[2];
  check_view(tokens, {B, L}, DType::kU8, op, "tokens");
  check_view(w, w.shape, w.dtype, op, "w");
  check_view(bias, {D}, w.dtype, op, "bias");
  check_numbers(y, {B, L, D}, w.dtype, op, "y");
  if (tail.present()) check_view(tail, {B, W - 1}, DType::kI32, op, "tail");
  check_rows(rows, B, L, op);
}

}  // namespace

void token_conv_forward(Context& ctx, const View& tokens, const View& w, const View& bias, const Rows& rows,
                        const View& tail_in, const View& tail_out, const View& y) {
  constexpr const char* op = "token_conv_forward";
  check(tokens, w, bias, rows, tail_in, y, op);
  if (tail_out.present()) check_view(tail_out, {tokens.shape[0], w.shape[0] - 1}, DType::kI32, op, "tail out");
  if (!ctx.planning()) check_lengths(rows, tokens.shape[0], tokens.shape[1], op);
  if (ctx.on_device()) {
    ctx.device_ops().token_conv_forward(ctx, tokens, w, bias, rows, tail_in, y);
    if (tail_out.present()) ctx.device_ops().write_tail(ctx, tokens, rows, tail_in, tail_out);
    return;
  }
  const auto run = w.dtype == DType::kF64 ? ref::token_conv_forward : cpu::token_conv_forward;
  run(ctx, tokens, w, bias, rows, tail_in, y);
  if (!ctx.planning()) write_tail(tokens, rows, tail_in, tail_out);
}

void token_conv_backward(Context& ctx, const View& tokens, const Rows& rows, const View& tail_in, const View& dy,
                         const View& dw, const View& dbias) {
  constexpr const char* op = "token_conv_backward";
  check(tokens, dw, dbias, rows, tail_in, dy, op);
  if (!ctx.planning()) check_lengths(rows, tokens.shape[0], tokens.shape[1], op);
  if (ctx.on_device()) return ctx.device_ops().token_conv_backward(ctx, tokens, rows, tail_in, dy, dw, dbias);
  const auto run = dw.dtype == DType::kF64 ? ref::token_conv_backward : cpu::token_conv_backward;
  run(ctx, tokens, rows, tail_in, dy, dw, dbias);
}

}  // namespace undula
