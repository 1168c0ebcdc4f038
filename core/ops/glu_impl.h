#pragma once
#include "core/ops/glu.h"

// The implementations behind core/ops/glu.h, on rows. None plans or needs scratch.
namespace undula {

namespace ref {
template <class T>
void glu_forward(const View& x, const View& y);
template <class T>
void glu_backward(const View& x, const View& dy, const View& dx);
}  // namespace ref

/// fp32, vectorised over channels.
namespace cpu {
void glu_forward(Context& ctx, const View& x, const View& y);
void glu_backward(Context& ctx, const View& x, const View& dy, const View& dx);
}  // namespace cpu

}  // namespace undula
