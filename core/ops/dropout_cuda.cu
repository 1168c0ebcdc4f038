#include "core/ops/dropout_cuda.cuh"
#include "core/ops/launch_cuda.h"

namespace undula::UNDULA_GPU {

void Ops::dropout(Context& ctx, const View& x, const Rows& rows, double rate, const RandomKey& key, const View& y) {
  if (ctx.planning()) return;
  const int64_t B = x.shape[0], L = x.shape[1], C = x.shape[2];
  const Tiles over = tiles(B * L, C, {x, y});
  dispatch_storage(x.dtype, [&](auto x0) {
    dispatch_storage(y.dtype, [&](auto y0) {
      using X = decltype(x0);
      using Y = decltype(y0);
      const DropoutParams<X, Y> params{over,
                                       L,
                                       device_rows(rows),
                                       key,
                                       static_cast<uint32_t>(rate * 0x1p32),
                                       static_cast<float>(1.0 / (1.0 - rate)),
                                       block<const X>(x),
                                       block<Y>(y)};
      UNDULA_LAUNCH(ctx.device().queue(), (drop_channels<X, Y>), grid(over), kThreads, 0, params);
    });
  });
}

}  // namespace undula::UNDULA_GPU
