#pragma once
#include "core/memory/context.h"

namespace undula {

constexpr double kRmsNormEps = 1e-5;

/// y (..., D) = x * r * w with r = 1 / sqrt(mean_d(x^2) + eps). inv_rms (rows) receives r where backward needs it; may
/// be absent.
void rms_norm_forward(Context& ctx, const View& x, const View& w, const View& y, const View& inv_rms);
/// dx = r (w dy - x r^2 mean_d(w dy x)); dw += sum over rows of dy x r, in a fixed order. dx may be absent.
void rms_norm_backward(Context& ctx, const View& x, const View& w, const View& inv_rms, const View& dy, const View& dx,
                       const View& dw);

}  // namespace undula
