#pragma once
#include "core/ops/row_views_cuda.cuh"

// AdamW, moving averages and sums of squares on flat runs of fp32 (core/ops/adamw.h). Runs start anywhere, so a thread
// takes numbers that are threads() apart.
namespace undula::UNDULA_GPU {

inline constexpr int kFlat = 4;  ///< numbers of a thread

/// Calls f(i) for the thread's indices below n.
template <class F>
UNDULA_DEVICE void for_flat(int64_t n, F&& f) {
  const int64_t first = block_x() * threads() * kFlat + thread();
  UNDULA_UNROLL
  for (int j = 0; j < kFlat; ++j) {
    const int64_t i = first + j * threads();
    if (i < n) f(i);
  }
}

/// AdamWStep as kernels need it.
struct AdamWNumbers {
  float beta1, beta2, rest1, rest2, scale1, scale2, eps, rate, decay, clip;
};

struct AdamWParams {
  int64_t n;
  AdamWNumbers numbers;
  float* value;
  const float* grad;
  float *m, *v;
};

UNDULA_KERNEL void adamw_flat(AdamWParams p) {
  const AdamWNumbers& a = p.numbers;
  for_flat(p.n, [&](int64_t i) {
    const float g = a.clip * p.grad[i];
    const float m = a.beta1 * p.m[i] + a.rest1 * g, v = a.beta2 * p.v[i] + a.rest2 * g * g;
    p.m[i] = m;
    p.v[i] = v;
    p.value[i] -= a.rate * (m * a.scale1 / (sqrt(v * a.scale2) + a.eps) + a.decay * p.value[i]);
  });
}

struct AverageParams {
  int64_t n;
  float keep, take;
  const float* value;
  float* average;
};

UNDULA_KERNEL void average_flat(AverageParams p) {
  for_flat(p.n, [&](int64_t i) { p.average[i] = p.keep * p.average[i] + p.take * p.value[i]; });
}

/// The sum over the block in a fixed order, in thread 0. `room`: one number per thread.
UNDULA_DEVICE double block_sum(double v, double* room) {
  room[thread()] = v;
  for (int half = threads() / 2; half > 0; half /= 2) {
    sync_block();
    if (thread() < half) room[thread()] += room[thread() + half];
  }
  return room[thread()];
}

struct SquareSums {
  int64_t n, run;  ///< numbers of a block
  const float* x;
  double* parts;
};

/// parts[block] = sum of squares of the block's run.
UNDULA_KERNEL void square_runs(SquareSums p) {
  auto* room = shared<double>();
  const int64_t begin = block_x() * p.run, end = least(begin + p.run, p.n);
  double sum = 0;
  for (int64_t i = begin + thread(); i < end; i += threads()) {
    const auto x = static_cast<double>(p.x[i]);
    sum += x * x;
  }
  sum = block_sum(sum, room);
  if (thread() == 0) p.parts[block_x()] = sum;
}

struct PartTotal {
  const double* parts;
  int64_t n_parts;
  double* total;
};

/// total = sum of all parts, by one block.
UNDULA_KERNEL void total_parts(PartTotal p) {
  auto* room = shared<double>();
  double sum = 0;
  for (int64_t i = thread(); i < p.n_parts; i += threads()) sum += p.parts[i];
  sum = block_sum(sum, room);
  if (thread() == 0) *p.total = sum;
}

}  // namespace undula::UNDULA_GPU
