#include "core/ops/convert.h"

#include "core/base/error.h"
#include "core/cuda/device_ops.h"

namespace undula {

void convert(Context& ctx, const View& x, const View& y) {
  check_numbers(x, y.shape, y.dtype, "convert", "x");
  if (ctx.planning()) return;
  if (x.dtype == y.dtype) return copy(x, y);
  require(ctx.on_device(), "convert", "bfloat16 is for devices");
  ctx.device_ops().convert(ctx, x.rows(), y.rows());
}

}  // namespace undula
