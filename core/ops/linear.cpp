#include "core/ops/linear.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/cpu/matmul.h"
#include "core/cuda/backend.h"
#include "core/cuda/device_ops.h"

namespace undula {
namespace {

/// The shape of `like` with the last extent replaced.
Shape with_last(Shape like, int64_t extent) {
  like[-1] = extent;
  return like;
}

void check_weight(const View& x, const View& w) {
  if (!(w.present() && w.shape.rank() == 2)) require(false, "linear", "w must have two axes; got " + w.shape.text());
  check_view(w, {w.shape[0], x.shape[-1]}, state_type(x.dtype), "linear", "w");
}

/// dbias[n] += sum_m dy[m, n], in order of m within each column; threads share columns.
template <class T>
void add_column_sums(ThreadPool& pool, const View& dy, const View& dbias) {
  constexpr int64_t kColumns = 16;
  const int64_t n_columns = dy.shape[1];
  pool.parallel_for((n_columns + kColumns - 1) / kColumns, 4, [&](int64_t begin, int64_t end) {
    for (int64_t block = begin; block < end; ++block) {
      const int64_t first = block * kColumns, count = std::min(kColumns, n_columns - first);
      double sums[kColumns] = {};
      for (int64_t m = 0; m < dy.shape[0]; ++m) {
        const T* row = dy.as<T>() + m * dy.strides[0] + first;
        for (int64_t i = 0; i < count; ++i) sums[i] += static_cast<double>(row[i]);
      }
      for (int64_t i = 0; i < count; ++i) dbias.as<T>()[first + i] += static_cast<T>(sums[i]);
    }
  });
}

}  // namespace

void linear_forward(Context& ctx, const View& x, const View& w, const View& bias, const View& y, uint64_t generation) {
  check_weight(x, w);
  check_numbers(y, with_last(x.shape, w.shape[0]), x.dtype, "linear", "y");
  if (bias.present()) check_view(bias, {w.shape[0]}, w.dtype, "linear", "bias");
  if (ctx.on_device()) return ctx.device().product(ctx, x.rows(), w, bias, y.rows(), generation);
  ctx.matmul().product(ctx, x.rows(), w, bias, y.rows(), generation);
}

void linear_backward(Context& ctx, const View& x, const View& w, const View& dy, const View& dx, const View& dw,
                     const View& dbias, uint64_t generation) {
  check_weight(x, w);
  check_numbers(dy, with_last(x.shape, w.shape[0]), x.dtype, "linear", "dy");
  if (dx.present()) check_numbers(dx, x.shape, x.dtype, "linear", "dx");
  if (dw.present()) check_view(dw, w.shape, w.dtype, "linear", "dw");
  if (dbias.present()) check_view(dbias, {w.shape[0]}, w.dtype, "linear", "dbias");
  if (ctx.on_device()) {
    if (dx.present()) ctx.device().product_input_gradient(ctx, dy.rows(), w, dx.rows(), generation);
    if (dw.present()) ctx.device().product_weight_gradient(ctx, dy.rows(), x.rows(), dw);
    if (dbias.present()) ctx.device_ops().linear_bias_gradient(ctx, dy.rows(), dbias);
    return;
  }
  if (dx.present()) ctx.matmul().product_input_gradient(ctx, dy.rows(), w, dx.rows(), generation);
  if (dw.present()) ctx.matmul().product_weight_gradient(ctx, dy.rows(), x.rows(), dw);
  if (!dbias.present() || ctx.planning()) return;
  dispatch_float(x.dtype, [&](auto zero) { add_column_sums<decltype(zero)>(ctx.pool(), dy.rows(), dbias); });
}

}  // namespace undula
