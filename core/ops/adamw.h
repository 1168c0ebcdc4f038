#pragma once
#include "core/memory/context.h"

namespace undula {

/// AdamW (Loshchilov and Hutter 2019) on a flat run of parameters, all (n), fp32 or fp64:
///   g <- clip grad;  m <- b1 m + (1 - b1) g;  v <- b2 v + (1 - b2) g^2
///   x <- x - lr (m / c1 / (sqrt(v / c2) + eps) + decay x),  c_i = 1 - b_i^step
struct AdamWStep {
  double learning_rate = 1e-3, beta1 = 0.9, beta2 = 0.95, eps = 1e-8, weight_decay = 0.1;
  double clip = 1.0;  ///< factor on the gradient
  int64_t step = 1;   ///< 1 at the first update
};
void adamw(Context& ctx, const AdamWStep& options, const View& value, const View& grad, const View& m, const View& v);

/// Sum of squares in float64 over fixed blocks in a fixed order.
double sum_of_squares(Context& ctx, const View& x);

/// average <- decay average + (1 - decay) value.
void moving_average(Context& ctx, double decay, const View& value, const View& average);

}  // namespace undula
