#include "core/ops/add_cuda.cuh"
#include "core/ops/launch_cuda.h"

namespace undula::UNDULA_GPU {

void Ops::add(Context& ctx, const View& a, const View& b, const View& y) {
  if (ctx.planning()) return;
  const Tiles over = tiles(y.shape[0], y.shape[1], {a, b, y});
  dispatch_storage(a.dtype, [&](auto a0) {
    dispatch_storage(b.dtype, [&](auto b0) {
      dispatch_storage(y.dtype, [&](auto y0) {
        using A = decltype(a0);
        using B = decltype(b0);
        using Y = decltype(y0);
        const AddParams<A, B, Y> params{over, matrix<const A>(a), matrix<const B>(b), matrix<Y>(y)};
        UNDULA_LAUNCH(ctx.device().queue(), (add_rows<A, B, Y>), grid(over), kThreads, 0, params);
      });
    });
  });
}

}  // namespace undula::UNDULA_GPU
