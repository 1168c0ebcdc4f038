#pragma once
#include "core/ops/conv1d.h"

// The implementations behind core/ops/conv1d.h. Each plans its own scratch and returns while planning.
namespace undula {

namespace ref {
template <class T>
void conv1d_forward(Context& ctx, const Conv1dIn& in, const Rows& rows, Direction direction, const Conv1dOut& out);
template <class T>
void conv1d_backward(Context& ctx, const Conv1dIn& in, const Rows& rows, Direction direction, const Conv1dGrad& grad);
}  // namespace ref

/// fp32, vectorised over channels.
namespace cpu {
void conv1d_forward(Context& ctx, const Conv1dIn& in, const Rows& rows, Direction direction, const Conv1dOut& out);
void conv1d_backward(Context& ctx, const Conv1dIn& in, const Rows& rows, Direction direction, const Conv1dGrad& grad);
}  // namespace cpu

}  // namespace undula
