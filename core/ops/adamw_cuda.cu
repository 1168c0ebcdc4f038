#include <cmath>

#include "core/ops/adamw_cuda.cuh"
#include "core/ops/launch_cuda.h"

namespace undula::UNDULA_GPU {
namespace {

constexpr int kAll = 256;

Grid flat_grid(int64_t n) {
  return {blocks_of(n, int64_t{kAll} * kFlat)};
}

AdamWNumbers numbers_of(const AdamWStep& options) {
  const auto step = static_cast<double>(options.step);
  const auto f = [](double x) { return static_cast<float>(x); };
  return {f(options.beta1),
          f(options.beta2),
          f(1 - options.beta1),
          f(1 - options.beta2),
          f(1 / (1 - std::pow(options.beta1, step))),
          f(1 / (1 - std::pow(options.beta2, step))),
          f(options.eps),
          f(options.learning_rate),
          f(options.weight_decay),
          f(options.clip)};
}

}  // namespace

void Ops::adamw(Context& ctx, const AdamWStep& options, const View& value, const View& grad, const View& m,
                const View& v) {
  if (ctx.planning()) return;
  const int64_t n = value.count();
  const AdamWParams params{
      n, numbers_of(options), data_of<float>(value), data_of<const float>(grad), data_of<float>(m), data_of<float>(v)};
  UNDULA_LAUNCH(ctx.device().queue(), adamw_flat, flat_grid(n), kAll, 0, params);
}

double Ops::sum_of_squares(Context& ctx, const View& x) {
  constexpr int64_t kRun = 4096;
  const int64_t n = x.count(), blocks = blocks_of(n, kRun);
  ScratchScope scope(ctx);
  const View parts = ctx.scratch({blocks}, DType::kF64), sum = ctx.scratch({1}, DType::kF64);
  double total = 0;
  if (ctx.planning()) return total;
  Queue& queue = ctx.device().queue();
  UNDULA_LAUNCH(queue, square_runs, {blocks}, kAll, kAll * sizeof(double),
                {n, kRun, data_of<const float>(x), data_of<double>(parts)});
  UNDULA_LAUNCH(queue, total_parts, Grid(), kAll, kAll * sizeof(double),
                {data_of<const double>(parts), blocks, data_of<double>(sum)});
  copy(sum, View(&total, DType::kF64, {1}));
  return total;
}

void Ops::moving_average(Context& ctx, double decay, const View& value, const View& average) {
  if (ctx.planning()) return;
  const int64_t n = value.count();
  const AverageParams params{n, static_cast<float>(decay), static_cast<float>(1 - decay), data_of<const float>(value),
                             data_of<float>(average)};
  UNDULA_LAUNCH(ctx.device().queue(), average_flat, flat_grid(n), kAll, 0, params);
}

}  // namespace undula::UNDULA_GPU
