#include "core/ops/gelu_cuda.cuh"
#include "core/ops/launch_cuda.h"

namespace undula::UNDULA_GPU {

void Ops::gelu_forward(Context& ctx, const View& x, const View& y) {
  if (ctx.planning()) return;
  dispatch_storage(x.dtype, [&](auto zero) {
    using T = decltype(zero);
    const GeluParams<T> params{tiles(x.shape[0], x.shape[1], {x, y}), matrix<const T>(x), matrix<const T>(View()),
                               matrix<T>(y)};
    UNDULA_LAUNCH(ctx.device().queue(), gelu_rows<T>, grid(params.tiles), kThreads, 0, params);
  });
}

void Ops::gelu_backward(Context& ctx, const View& x, const View& dy, const View& dx) {
  if (ctx.planning()) return;
  dispatch_storage(x.dtype, [&](auto zero) {
    using T = decltype(zero);
    const GeluParams<T> params{tiles(x.shape[0], x.shape[1], {x, dy, dx}), matrix<const T>(x), matrix<const T>(dy),
                               matrix<T>(dx)};
    UNDULA_LAUNCH(ctx.device().queue(), gelu_rows_backward<T>, grid(params.tiles), kThreads, 0, params);
  });
}

}  // namespace undula::UNDULA_GPU
