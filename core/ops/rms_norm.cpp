#include "core/ops/rms_norm.h"

#include "core/cuda/device_ops.h"
#include "core/ops/rms_norm_impl.h"

namespace undula {

void rms_norm_forward(Context& ctx, const View& x, const View& w, const View& y, const View& inv_rms) {
  check_view(w, {x.shape[-1]}, state_type(x.dtype), "rms_norm", "w");
  check_numbers(y, x.shape, x.dtype, "rms_norm", "y");
  const View in = x.rows(), out = y.rows();
  if (inv_rms.present()) check_view(inv_rms, {in.shape[0]}, w.dtype, "rms_norm", "inv_rms");
  if (ctx.on_device()) return ctx.device_ops().rms_norm_forward(ctx, in, w, out, inv_rms);
  if (x.dtype == DType::kF64) return ref::rms_norm_forward<double>(ctx, in, w, out, inv_rms);
  cpu::rms_norm_forward(ctx, in, w, out, inv_rms);
}

void rms_norm_backward(Context& ctx, const View& x, const View& w, const View& inv_rms, const View& dy, const View& dx,
                       const View& dw) {
  check_view(w, {x.shape[-1]}, state_type(x.dtype), "rms_norm", "w");
  check_numbers(dy, x.shape, x.dtype, "rms_norm", "dy");
  const View in = x.rows(), grad = dy.rows();
  check_view(inv_rms, {in.shape[0]}, w.dtype, "rms_norm", "inv_rms");
  if (dx.present()) check_view(dx, x.shape, x.dtype, "rms_norm", "dx");
  if (dw.present()) check_view(dw, w.shape, w.dtype, "rms_norm", "dw");
  const View out = dx.present() ? dx.rows() : View();
  if (ctx.on_device()) return ctx.device_ops().rms_norm_backward(ctx, in, w, inv_rms, grad, out, dw);
  if (x.dtype == DType::kF64) return ref::rms_norm_backward<double>(ctx, in, w, inv_rms, grad, out, dw);
  cpu::rms_norm_backward(ctx, in, w, inv_rms, grad, out, dw);
}

}  // namespace undula
