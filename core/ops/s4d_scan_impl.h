#pragma once
#include "core/ops/s4d_scan.h"

// The implementations behind core/ops/s4d_scan.h. Each plans its own scratch and returns while planning.
namespace undula {

namespace ref {
template <class T>
void s4d_scan_forward(Context& ctx, const S4dIn& in, const Rows& rows, Direction direction, const S4dOut& out);
template <class T>
void s4d_scan_backward(Context& ctx, const S4dIn& in, const Rows& rows, Direction direction, const View& states,
                       const S4dGrad& grad);
}  // namespace ref

/// fp32, vectorised over channels, chunks of steps as matrix products.
namespace cpu {
void s4d_scan_forward(Context& ctx, const S4dIn& in, const Rows& rows, Direction direction, const S4dOut& out);
void s4d_scan_backward(Context& ctx, const S4dIn& in, const Rows& rows, Direction direction, const View& states,
                       const S4dGrad& grad);
}  // namespace cpu

}  // namespace undula
