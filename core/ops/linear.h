#pragma once
#include "core/memory/context.h"

namespace undula {

/// y (..., N) = x (..., K) w (N, K)^T + bias (N). bias may be absent. Rows may be strided, fp32 or fp64.
/// `generation` as in Matmul::product.
void linear_forward(Context& ctx, const View& x, const View& w, const View& bias, const View& y,
                    uint64_t generation = 0);

/// Writes dx (absent: not wanted), adds to dw (absent: frozen) and dbias (absent: none).
void linear_backward(Context& ctx, const View& x, const View& w, const View& dy, const View& dx, const View& dw,
                     const View& dbias, uint64_t generation = 0);

}  // namespace undula
