#pragma once
#include "core/ops/rms_norm.h"

// The implementations behind core/ops/rms_norm.h, on rows: x, y, dy, dx (M, D). Each plans its own scratch and returns
// while planning.
namespace undula {

namespace ref {
template <class T>
void rms_norm_forward(Context& ctx, const View& x, const View& w, const View& y, const View& inv_rms);
template <class T>
void rms_norm_backward(Context& ctx, const View& x, const View& w, const View& inv_rms, const View& dy, const View& dx,
                       const View& dw);
}  // namespace ref

namespace cpu {
void rms_norm_forward(Context& ctx, const View& x, const View& w, const View& y, const View& inv_rms);
void rms_norm_backward(Context& ctx, const View& x, const View& w, const View& inv_rms, const View& dy, const View& dx,
                       const View& dw);
}  // namespace cpu

}  // namespace undula
