#include <cmath>

#include "core/ops/gelu_impl.h"

namespace undula::ref {
namespace {

/// The normal distribution function, and its density.
template <class T>
T Phi(T x) {
  return T(0.5) * std::erfc(-x * T(0.70710678118654752440));
}

template <class T>
T phi(T x) {
  return T(0.39894228040143267794) * std::exp(T(-0.5) * x * x);
}

}  // namespace

template <class T>
void gelu_forward(const View& x, const View& y) {
  for (int64_t m = 0; m < x.shape[0]; ++m) {
    const T* in = x.as<T>() + m * x.strides[0];
    T* out = y.as<T>() + m * y.strides[0];
    for (int64_t i = 0; i < x.shape[1]; ++i) out[i] = in[i] * Phi(in[i]);
  }
}

template <class T>
void gelu_backward(const View& x, const View& dy, const View& dx) {
  for (int64_t m = 0; m < x.shape[0]; ++m) {
    const T* in = x.as<T>() + m * x.strides[0];
    const T* grad = dy.as<T>() + m * dy.strides[0];
    T* out = dx.as<T>() + m * dx.strides[0];
    for (int64_t i = 0; i < x.shape[1]; ++i) out[i] = grad[i] * (Phi(in[i]) + in[i] * phi(in[i]));
  }
}

template void gelu_forward<float>(const View&, const View&);
template void gelu_forward<double>(const View&, const View&);
template void gelu_backward<float>(const View&, const View&, const View&);
template void gelu_backward<double>(const View&, const View&, const View&);

}  // namespace undula::ref
