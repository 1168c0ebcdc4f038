#include "core/ops/launch_cuda.h"
#include "core/ops/part_sums_cuda.h"
#include "core/ops/rms_norm_cuda.cuh"

namespace undula::UNDULA_GPU {
namespace {

constexpr int kWarps = kThreads / kWarp;

/// Rows whose share of dw is one part: all of few rows, and about a thousand parts of many.
int64_t rows_per_part(int64_t rows) {
  constexpr int64_t kFewest = 32, kParts = 1024;
  return std::max(kFewest, blocks_of(blocks_of(rows, kParts), kWarps) * kWarps);
}

}  // namespace

void Ops::rms_norm_forward(Context& ctx, const View& x, const View& w, const View& y, const View& inv_rms) {
  if (ctx.planning()) return;
  dispatch_storage(x.dtype, [&](auto x0) {
    dispatch_storage(y.dtype, [&](auto y0) {
      using X = decltype(x0);
      using Y = decltype(y0);
      const RmsNormForward<X, Y> params{x.shape[0],
                                        x.shape[1],
                                        aligned({x, w, y}),
                                        matrix<const X>(x),
                                        data_of<const float>(w),
                                        matrix<Y>(y),
                                        data_of<float>(inv_rms)};
      UNDULA_LAUNCH(ctx.device().queue(), (rms_norm_rows<X, Y>), {blocks_of(x.shape[0], kWarps)}, kThreads, 0, params);
    });
  });
}

void Ops::rms_norm_backward(Context& ctx, const View& x, const View& w, const View& inv_rms, const View& dy,
                            const View& dx, const View& dw) {
  const int64_t M = x.shape[0], D = x.shape[1], rows = rows_per_part(M), blocks = blocks_of(M, rows);
  ScratchScope scope(ctx);
  const View parts = dw.present() ? ctx.scratch({blocks, D}, DType::kF32) : View();
  if (ctx.planning()) return;
  dispatch_storage(x.dtype, [&](auto x0) {
    dispatch_storage(dy.dtype, [&](auto y0) {
      using X = decltype(x0);
      using Y = decltype(y0);
      const RmsNormBackward<X, Y> params{M,
                                         D,
                                         rows,
                                         aligned({x, w, dy, dx}),
                                         matrix<const X>(x),
                                         data_of<const float>(w),
                                         data_of<const float>(inv_rms),
                                         matrix<const Y>(dy),
                                         matrix<X>(dx),
                                         data_of<float>(parts)};
      UNDULA_LAUNCH(ctx.device().queue(), (rms_norm_rows_backward<X, Y>), {blocks}, kThreads, 0, params);
    });
  });
  if (dw.present()) add_parts(ctx, {data_of<const float>(parts), blocks, D, 1, D, data_of<float>(dw), D, 1});
}

}  // namespace undula::UNDULA_GPU
