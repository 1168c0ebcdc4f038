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

UNDULA_DEVICE float softplus(float x) {
  return x > 20.0F ? x : log1p(exp2_fast(1.44269504F * x));
}

UNDULA_DEVICE float softplus_derivative(float x) {
  return x > 20.0F ? 1.0F : sigmoid(x);
}

}  // namespace undula::UNDULA_GPU
