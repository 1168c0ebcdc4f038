#pragma once
#include "core/ops/gelu.h"

// The implementations behind core/ops/gelu.h, on rows. None plans or needs scratch.
namespace undula {

namespace ref {
template <class T>
void gelu_forward(const View& x, const View& y);
template <class T>
void gelu_backward(const View& x, const View& dy, const View& dx);
}  // namespace ref

/// fp32, vectorised over channels.
namespace cpu {
void gelu_forward(Context& ctx, const View& x, const View& y);
void gelu_backward(Context& ctx, const View& x, const View& dy, const View& dx);
}  // namespace cpu

}  // namespace undula
