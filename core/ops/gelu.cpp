#include "core/ops/gelu.h"

#include "core/cuda/device_ops.h"
#include "core/ops/gelu_impl.h"

namespace undula {

void gelu_forward(Context& ctx, const View& x, const View& y) {
  check_view(y, x.shape, x.dtype, "gelu", "y");
  if (ctx.on_device()) return ctx.device_ops().gelu_forward(ctx, x.rows(), y.rows());
  if (ctx.planning()) return;
  if (x.dtype == DType::kF64) return ref::gelu_forward<double>(x.rows(), y.rows());
  cpu::gelu_forward(ctx, x.rows(), y.rows());
}

void gelu_backward(Context& ctx, const View& x, const View& dy, const View& dx) {
  check_view(dy, x.shape, x.dtype, "gelu", "dy");
  check_view(dx, x.shape, x.dtype, "gelu", "dx");
  if (ctx.on_device()) return ctx.device_ops().gelu_backward(ctx, x.rows(), dy.rows(), dx.rows());
  if (ctx.planning()) return;
  if (x.dtype == DType::kF64) return ref::gelu_backward<double>(x.rows(), dy.rows(), dx.rows());
  cpu::gelu_backward(ctx, x.rows(), dy.rows(), dx.rows());
}

}  // namespace undula
