#include "core/ops/glu_cuda.cuh"
#include "core/ops/launch_cuda.h"

namespace undula::UNDULA_GPU {
namespace {

/// Tiles over (M, C) of what has C columns and 2C columns.
Tiles half_tiles(const View& whole, std::initializer_list<View> views) {
  const int64_t C = whole.shape[1] / 2;
  Tiles over = tiles(whole.shape[0], C, views);
  over.aligned = over.aligned && C % kItems == 0;
  return over;
}

}  // namespace

void Ops::glu_forward(Context& ctx, const View& x, const View& y) {
  if (ctx.planning()) return;
  dispatch_storage(x.dtype, [&](auto zero) {
    using T = decltype(zero);
    const GluParams<T> params{half_tiles(x, {x, y}), matrix<const T>(x), {}, matrix<T>(y), {}};
    UNDULA_LAUNCH(ctx.device().queue(), glu_rows<T>, grid(params.tiles), kThreads, 0, params);
  });
}

void Ops::glu_backward(Context& ctx, const View& x, const View& dy, const View& dx) {
  if (ctx.planning()) return;
  dispatch_storage(x.dtype, [&](auto zero) {
    using T = decltype(zero);
    const GluParams<T> params{half_tiles(x, {x, dy, dx}), matrix<const T>(x), matrix<const T>(dy), {}, matrix<T>(dx)};
    UNDULA_LAUNCH(ctx.device().queue(), glu_rows_backward<T>, grid(params.tiles), kThreads, 0, params);
  });
}

}  // namespace undula::UNDULA_GPU
