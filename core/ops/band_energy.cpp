#include "core/ops/band_energy.h"

#include <cmath>

#include "core/base/error.h"
#include "core/cuda/device_ops.h"

namespace undula {
namespace {

constexpr int64_t kRows = 64;  // of one task

/// Frames that one row of y is the mean of.
int64_t check(const View& z, const View& y, const char* op) {
  const bool fits = z.shape.rank() == 2 && y.shape.rank() == 2 && y.shape[0] > 0 && z.shape[0] % y.shape[0] == 0 &&
                    z.shape[1] == 2 * y.shape[1];
  if (!fits)
    require(false, op, "shapes; got " + z.shape.text() + " and " + y.shape.text() + ", want (M g, 2C), (M, C)");
  check_view(z, z.shape, y.dtype, op, "z");
  return z.shape[0] / y.shape[0];
}

template <class T, class F>
void for_rows(Context& ctx, int64_t M, F&& f) {
  ctx.pool().parallel_for(M, kRows, [&](int64_t begin, int64_t end) {
    for (int64_t m = begin; m < end; ++m) f(m);
  });
}

template <class T>
void energies(Context& ctx, const View& z, const View& y, int64_t g) {
  const int64_t C = y.shape[1];
  const T share = T(1) / static_cast<T>(g);
  for_rows<T>(ctx, y.shape[0], [&](int64_t m) {
    T* out = y.as<T>() + m * y.strides[0];
    for (int64_t c = 0; c < C; ++c) out[c] = 0;
    for (int64_t i = 0; i < g; ++i) {
      const T* in = z.as<T>() + (m * g + i) * z.strides[0];
      for (int64_t c = 0; c < C; ++c) out[c] += share * (in[c] * in[c] + in[C + c] * in[C + c]);
    }
  });
}

template <class T>
void energy_gradients(Context& ctx, const View& z, const View& dy, const View& dz, int64_t g) {
  const int64_t C = dy.shape[1];
  const T share = T(2) / static_cast<T>(g);
  for_rows<T>(ctx, z.shape[0], [&](int64_t row) {
    const T* in = z.as<T>() + row * z.strides[0];
    const T* from = dy.as<T>() + row / g * dy.strides[0];
    T* out = dz.as<T>() + row * dz.strides[0];
    for (int64_t c = 0; c < C; ++c) {
      out[c] = share * in[c] * from[c];
      out[C + c] = share * in[C + c] * from[c];
    }
  });
}

/// out[c] = f(x[c], dy[c]) for every row; `dy` may be x.
template <class T, class F>
void map_rows(Context& ctx, const View& x, const View& dy, const View& y, F&& f) {
  for_rows<T>(ctx, y.shape[0], [&](int64_t m) {
    const T* in = x.as<T>() + m * x.strides[0];
    const T* from = dy.as<T>() + m * dy.strides[0];
    T* out = y.as<T>() + m * y.strides[0];
    for (int64_t c = 0; c < y.shape[1]; ++c) out[c] = f(in[c], from[c]);
  });
}

}  // namespace

void band_energy_forward(Context& ctx, const View& z, const View& y) {
  const int64_t g = check(z, y, "band_energy_forward");
  if (ctx.on_device()) return ctx.device_ops().band_energy_forward(ctx, z, y, g);
  if (ctx.planning()) return;
  dispatch_float(y.dtype, [&](auto zero) { energies<decltype(zero)>(ctx, z, y, g); });
}

void band_energy_backward(Context& ctx, const View& z, const View& dy, const View& dz) {
  const int64_t g = check(z, dy, "band_energy_backward");
  check_view(dz, z.shape, z.dtype, "band_energy_backward", "dz");
  if (ctx.on_device()) return ctx.device_ops().band_energy_backward(ctx, z, dy, dz, g);
  if (ctx.planning()) return;
  dispatch_float(z.dtype, [&](auto zero) { energy_gradients<decltype(zero)>(ctx, z, dy, dz, g); });
}

void log_compress_forward(Context& ctx, const LogCompression& how, const View& x, const View& y) {
  check_view(x, y.shape, y.dtype, "log_compress_forward", "x");
  if (ctx.on_device()) return ctx.device_ops().log_compress_forward(ctx, how, x, y);
  if (ctx.planning()) return;
  dispatch_float(y.dtype, [&](auto zero) {
    using T = decltype(zero);
    const T inverse = static_cast<T>(1 / how.floor), k = static_cast<T>(how.k);
    map_rows<T>(ctx, x, x, y, [&](T value, T) { return k * std::log1p(value * inverse); });
  });
}

void log_compress_backward(Context& ctx, const LogCompression& how, const View& x, const View& dy, const View& dx) {
  check_view(x, dx.shape, dx.dtype, "log_compress_backward", "x");
  check_view(dy, dx.shape, dx.dtype, "log_compress_backward", "dy");
  if (ctx.on_device()) return ctx.device_ops().log_compress_backward(ctx, how, x, dy, dx);
  if (ctx.planning()) return;
  dispatch_float(dx.dtype, [&](auto zero) {
    using T = decltype(zero);
    const T floor = static_cast<T>(how.floor), k = static_cast<T>(how.k);
    map_rows<T>(ctx, x, dy, dx, [&](T value, T gradient) { return gradient * k / (value + floor); });
  });
}

}  // namespace undula
