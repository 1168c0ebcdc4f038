#include "core/ops/add.h"

#include "core/cuda/device_ops.h"

namespace undula {
namespace {

template <class T>
void add_rows(ThreadPool& pool, const View& a, const View& b, const View& y) {
  const int64_t n_columns = y.shape[1];
  pool.parallel_for(y.shape[0], 1 + 16384 / (n_columns + 1), [&](int64_t begin, int64_t end) {
    for (int64_t m = begin; m < end; ++m) {
      const T* left = a.as<T>() + m * a.strides[0];
      const T* right = b.as<T>() + m * b.strides[0];
      T* out = y.as<T>() + m * y.strides[0];
      for (int64_t i = 0; i < n_columns; ++i) out[i] = left[i] + right[i];
    }
  });
}

}  // namespace

void add(Context& ctx, const View& a, const View& b, const View& y) {
  check_numbers(a, y.shape, y.dtype, "add", "a");
  check_numbers(b, y.shape, y.dtype, "add", "b");
  if (ctx.on_device()) return ctx.device_ops().add(ctx, a.rows(), b.rows(), y.rows());
  if (ctx.planning()) return;
  dispatch_float(y.dtype, [&](auto zero) { add_rows<decltype(zero)>(ctx.pool(), a.rows(), b.rows(), y.rows()); });
}

}  // namespace undula
