#pragma once
#include "core/memory/context.h"
#include "core/ops/rows.h"

namespace undula {

/// Causal depthwise convolution with SiLU, any width K >= 1:
///   y[b, t, e] = silu(bias[e] + sum_{k<K} w[e, k] x[b, t - K + 1 + k, e])
/// x, y (B, L, E); w (E, K); bias (E). tail (B, K - 1, E) holds the inputs before t = 0, oldest first; absent: zeros.
/// With Direction::kReverse each row is walked from its last valid position down, and "before" means "after".
/// A packed record does not see the one before it. Positions beyond a row's length get y = 0.
struct Conv1dIn {
  View x, w, bias;
  View tail;  ///< may be absent
  /// ParamStore::generation of w and bias: what fp32 kernels make of them is kept while it stays; 0: made anew.
  uint64_t generation = 0;
};
struct Conv1dOut {
  View y;
  View tail;  ///< (B, K - 1, E): the last K - 1 inputs after each row's last valid position; absent: not wanted
};
struct Conv1dGrad {
  View dy;
  View dtail_out;  ///< gradient of Conv1dOut::tail; may be absent
  View dx;         ///< written (0 beyond a row's length)
  View dw, dbias;  ///< added to, in a fixed order
  View dtail_in;   ///< written; may be absent
};

void conv1d_forward(Context& ctx, const Conv1dIn& in, const Rows& rows, Direction direction, const Conv1dOut& out);
void conv1d_backward(Context& ctx, const Conv1dIn& in, const Rows& rows, Direction direction, const Conv1dGrad& grad);

}  // namespace undula
