#include "core/ops/band_energy_cuda.cuh"
#include "core/ops/launch_cuda.h"

namespace undula::UNDULA_GPU {
namespace {

Tiles band_tiles(int64_t rows, int64_t C, std::initializer_list<View> views) {
  Tiles over = tiles(rows, C, views);
  over.aligned = over.aligned && C % kItems == 0;
  return over;
}

template <class T>
LogParams<T> log_params(const LogCompression& how, const View& x, const View& dy, const View& y) {
  return {tiles(x.shape[0], x.shape[1], {x, dy, y}),
          static_cast<float>(how.k),
          static_cast<float>(how.floor),
          matrix<const T>(x),
          matrix<const T>(dy),
          matrix<T>(y)};
}

}  // namespace

void Ops::band_energy_forward(Context& ctx, const View& z, const View& y, int64_t g) {
  if (ctx.planning()) return;
  dispatch_storage(z.dtype, [&](auto zero) {
    using T = decltype(zero);
    const BandEnergy<T> params{band_tiles(y.shape[0], y.shape[1], {z, y}), g, matrix<const T>(z), {}, matrix<T>(y), {}};
    UNDULA_LAUNCH(ctx.device().queue(), band_energies<T>, grid(params.tiles), kThreads, 0, params);
  });
}

void Ops::band_energy_backward(Context& ctx, const View& z, const View& dy, const View& dz, int64_t g) {
  if (ctx.planning()) return;
  dispatch_storage(z.dtype, [&](auto zero) {
    using T = decltype(zero);
    const BandEnergy<T> params{band_tiles(z.shape[0], dy.shape[1], {z, dy, dz}),
                               g,
                               matrix<const T>(z),
                               matrix<const T>(dy),
                               {},
                               matrix<T>(dz)};
    UNDULA_LAUNCH(ctx.device().queue(), band_energies_backward<T>, grid(params.tiles), kThreads, 0, params);
  });
}

void Ops::log_compress_forward(Context& ctx, const LogCompression& how, const View& x, const View& y) {
  if (ctx.planning()) return;
  dispatch_storage(x.dtype, [&](auto zero) {
    using T = decltype(zero);
    const auto params = log_params<T>(how, x, View(), y);
    UNDULA_LAUNCH(ctx.device().queue(), compress_rows<T>, grid(params.tiles), kThreads, 0, params);
  });
}

void Ops::log_compress_backward(Context& ctx, const LogCompression& how, const View& x, const View& dy,
                                const View& dx) {
  if (ctx.planning()) return;
  dispatch_storage(x.dtype, [&](auto zero) {
    using T = decltype(zero);
    const auto params = log_params<T>(how, x, dy, dx);
    UNDULA_LAUNCH(ctx.device().queue(), compress_rows_backward<T>, grid(params.tiles), kThreads, 0, params);
  });
}

}  // namespace undula::UNDULA_GPU
