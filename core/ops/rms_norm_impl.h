#pragma once
#include "core/base/view.h"

namespace undula::ref {

/// Scalar reference of rms_norm_forward on rows: x, y (M, D), w (D), inv_rms (M) or absent. T is float or double.
template <class T>
void rms_norm_forward(const View& x, const View& w, const View& y, const View& inv_rms);

/// Scalar reference of rms_norm_backward on rows.
template <class T>
void rms_norm_backward(const View& x, const View& w, const View& inv_rms, const View& dy, const View& dx,
                       const View& dw);

}  // namespace undula::ref
