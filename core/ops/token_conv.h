#pragma once
#include "core/memory/context.h"
#include "core/ops/rows.h"

namespace undula {

/// A causal convolution over one-hot tokens: y (b, t) = bias + sum_{j<W} w[j][token(b, t - W + 1 + j)].
/// tokens (B, L) u8; w (W, V, D); bias (D); y (B, L, D). Tokens outside [0, V) and positions before the record
/// contribute nothing. tail_in / tail_out (B, W - 1) i32: the last tokens so far, oldest first, -1 where the record had
/// not begun; absent: a fresh start / not wanted. A packed record does not see the one before it. Positions beyond a
/// row's length get y = 0.
void token_conv_forward(Context& ctx, const View& tokens, const View& w, const View& bias, const Rows& rows,
                        const View& tail_in, const View& tail_out, const View& y);
/// dw, dbias += the gradient over valid positions, in a fixed order.
void token_conv_backward(Context& ctx, const View& tokens, const Rows& rows, const View& tail_in, const View& dy,
                         const View& dw, const View& dbias);

}  // namespace undula
