#include "core/ops/adamw.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/cuda/device_ops.h"

namespace undula {
namespace {

constexpr int64_t kBlock = 4096;

template <class T>
void update(const AdamWStep& options, T* value, const T* grad, T* m, T* v, int64_t n) {
  const T beta1 = static_cast<T>(options.beta1), beta2 = static_cast<T>(options.beta2);
  const T rest1 = static_cast<T>(1 - options.beta1), rest2 = static_cast<T>(1 - options.beta2);
  const double step = static_cast<double>(options.step);
  const T scale1 = static_cast<T>(1 / (1 - std::pow(options.beta1, step)));
  const T scale2 = static_cast<T>(1 / (1 - std::pow(options.beta2, step)));
  const T clip = static_cast<T>(options.clip), eps = static_cast<T>(options.eps);
  const T rate = static_cast<T>(options.learning_rate), decay = static_cast<T>(options.weight_decay);
  for (int64_t i = 0; i < n; ++i) {
    const T g = clip * grad[i];
    m[i] = beta1 * m[i] + rest1 * g;
    v[i] = beta2 * v[i] + rest2 * g * g;
    value[i] -= rate * (m[i] * scale1 / (std::sqrt(v[i] * scale2) + eps) + decay * value[i]);
  }
}

/// Sum of n squares, as eight interleaved sums that need not wait for each other.
template <class T>
double block_squares(const T* values, int64_t n) {
  double sums[8] = {};
  int64_t i = 0;
  for (; i + 8 <= n; i += 8) {
    for (int64_t j = 0; j < 8; ++j) {
      const auto value = static_cast<double>(values[i + j]);
      sums[j] += value * value;
    }
  }
  for (; i < n; ++i) sums[0] += static_cast<double>(values[i]) * static_cast<double>(values[i]);
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

}  // namespace

void adamw(Context& ctx, const AdamWStep& options, const View& value, const View& grad, const View& m, const View& v) {
  require(value.shape.rank() == 1, "adamw", "parameters must be a flat run; got " + value.shape.text());
  check_view(grad, value.shape, value.dtype, "adamw", "grad");
  check_view(m, value.shape, value.dtype, "adamw", "m");
  check_view(v, value.shape, value.dtype, "adamw", "v");
  if (ctx.on_device()) return ctx.device_ops().adamw(ctx, options, value, grad, m, v);
  if (ctx.planning()) return;
  dispatch_float(value.dtype, [&](auto zero) {
    using T = decltype(zero);
    ctx.pool().parallel_for(value.count(), kBlock, [&](int64_t begin, int64_t end) {
      update(options, value.as<T>() + begin, grad.as<T>() + begin, m.as<T>() + begin, v.as<T>() + begin, end - begin);
    });
  });
}

double sum_of_squares(Context& ctx, const View& x) {
  require(x.contiguous(), "sum_of_squares", "the view is not contiguous");
  if (ctx.on_device()) return ctx.device_ops().sum_of_squares(ctx, x);
  const int64_t n = x.count(), n_blocks = (n + kBlock - 1) / kBlock;
  ScratchScope scope(ctx);
  const View partial = ctx.scratch({n_blocks}, DType::kF64);
  if (ctx.planning()) return 0;
  double* sums = partial.as<double>();
  dispatch_float(x.dtype, [&](auto zero) {
    const auto* values = x.as<decltype(zero)>();
    ctx.pool().parallel_for(n_blocks, 4, [&](int64_t begin, int64_t end) {
      for (int64_t b = begin; b < end; ++b) {
        sums[b] = block_squares(values + b * kBlock, std::min(n - b * kBlock, kBlock));
      }
    });
  });
  double total = 0;
  for (int64_t b = 0; b < n_blocks; ++b) total += sums[b];
  return total;
}

void moving_average(Context& ctx, double decay, const View& value, const View& average) {
  require(value.contiguous() && average.contiguous(), "moving_average", "the views are not contiguous");
  check_view(average, value.shape, value.dtype, "moving_average", "average");
  if (ctx.on_device()) return ctx.device_ops().moving_average(ctx, decay, value, average);
  if (ctx.planning()) return;
  dispatch_float(value.dtype, [&](auto zero) {
    using T = decltype(zero);
    const T keep = static_cast<T>(decay), take = static_cast<T>(1 - decay);
    ctx.pool().parallel_for(value.count(), kBlock, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) average.as<T>()[i] = keep * average.as<T>()[i] + take * value.as<T>()[i];
    });
  });
}

}  // namespace undula
