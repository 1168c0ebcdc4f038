#pragma once
#include "core/base/view.h"

namespace undula::ref {

// By Eigen, an implementation apart from ours: what float64 models run on and what the kernels are tested against. T is
// float or double. Rows may be strided; bias may be absent.

/// y (M, N) = x (M, K) w (N, K)^T + bias (N)
template <class T>
void product(const View& x, const View& w, const View& bias, const View& y);
/// dx (M, K) = dy (M, N) w (N, K)
template <class T>
void product_input_gradient(const View& dy, const View& w, const View& dx);
/// dw (N, K) += dy (M, N)^T x (M, K)
template <class T>
void product_weight_gradient(const View& dy, const View& x, const View& dw);

}  // namespace undula::ref
