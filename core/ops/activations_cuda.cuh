#pragma once
#include "core/cuda/kernel.h"

// The scalar functions of core/ops/activations.h for kernels.
namespace undula::UNDULA_GPU {

UNDULA_DEVICE float sigmoid(float x) {
  return divide_fast(1.0F, 1.0F + exp2_fast(-1.44269504F * x));
}

UNDULA_DEVICE float silu(float x) {
  return x * sigmoid(x);
}

UNDULA_DEVICE float silu_derivative(float x) {
  const float s = sigmoid(x);
  return s * (1.0F + x * (1.0F - s));
}

/// max(x, 0) + log1p(e), e = exp(-|x|): log1p(e) = 2 atanh(s), s = e / (2 + e), which is s times a polynomial of s^2
/// with an error of 2e-7 of it, however small e is.
UNDULA_DEVICE float softplus(float x) {
  const float e = exp2_fast(-1.44269504F * abs(x)), s = divide_fast(e, 2.0F + e), square = s * s;
  const float rest = fma(square, fma(square, 0.34203619F, 0.39593187F), 0.66675848F);
  return fma(s, fma(square, rest, 1.99999964F), x > 0.0F ? x : 0.0F);
}

UNDULA_DEVICE float softplus_derivative(float x) {
  return x > 20.0F ? 1.0F : sigmoid(x);
}

}  // namespace undula::UNDULA_GPU
