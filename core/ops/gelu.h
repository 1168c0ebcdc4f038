#pragma once
#include "core/memory/context.h"

namespace undula {

/// y = x Phi(x), Phi the normal distribution function (Hendrycks and Gimpel 2016), element by element; y may be x.
/// Shapes equal; rows may be strided.
void gelu_forward(Context& ctx, const View& x, const View& y);
/// dx = dy (Phi(x) + x phi(x)); dx may be dy.
void gelu_backward(Context& ctx, const View& x, const View& dy, const View& dx);

}  // namespace undula
