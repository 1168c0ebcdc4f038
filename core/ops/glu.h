#pragma once
#include "core/memory/context.h"

namespace undula {

/// y (..., C) = a sigmoid(g) with x (..., 2C) = (a, g) (Dauphin et al. 2017). Rows may be strided.
void glu_forward(Context& ctx, const View& x, const View& y);
/// dx (..., 2C) = (dy sigmoid(g), dy a sigmoid(g) (1 - sigmoid(g)))
void glu_backward(Context& ctx, const View& x, const View& dy, const View& dx);

}  // namespace undula
