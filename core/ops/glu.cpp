#include "core/ops/glu.h"

#include "core/base/error.h"
#include "core/cuda/device_ops.h"
#include "core/ops/glu_impl.h"

namespace undula {
namespace {

/// The shape of y for x (..., 2C).
Shape half(Shape shape) {
  if (shape[-1] % 2 != 0) require(false, "glu", "an even number of channels; got " + shape.text());
  shape[-1] /= 2;
  return shape;
}

}  // namespace

void glu_forward(Context& ctx, const View& x, const View& y) {
  check_view(y, half(x.shape), x.dtype, "glu", "y");
  if (ctx.on_device()) return ctx.device_ops().glu_forward(ctx, x.rows(), y.rows());
  if (ctx.planning()) return;
  if (x.dtype == DType::kF64) return ref::glu_forward<double>(x.rows(), y.rows());
  cpu::glu_forward(ctx, x.rows(), y.rows());
}

void glu_backward(Context& ctx, const View& x, const View& dy, const View& dx) {
  check_view(dy, half(x.shape), x.dtype, "glu", "dy");
  check_view(dx, x.shape, x.dtype, "glu", "dx");
  if (ctx.on_device()) return ctx.device_ops().glu_backward(ctx, x.rows(), dy.rows(), dx.rows());
  if (ctx.planning()) return;
  if (x.dtype == DType::kF64) return ref::glu_backward<double>(x.rows(), dy.rows(), dx.rows());
  cpu::glu_backward(ctx, x.rows(), dy.rows(), dx.rows());
}

}  // namespace undula
