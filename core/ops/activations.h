#pragma once
#include <cmath>

// The scalar functions of the reference ops, in the field's usual forms.
namespace undula {

template <class T>
T sigmoid(T x) {
  return T(1) / (T(1) + std::exp(-x));
}

template <class T>
T silu(T x) {
  return x * sigmoid(x);
}

template <class T>
T silu_derivative(T x) {
  const T s = sigmoid(x);
  return s * (T(1) + x * (T(1) - s));
}

/// log(1 + e^x), linear above 20 where the two agree to fp32 precision. Its derivative is sigmoid(x), taken as 1 there.
template <class T>
T softplus(T x) {
  return x > T(20) ? x : std::log1p(std::exp(x));
}

template <class T>
T softplus_derivative(T x) {
  return x > T(20) ? T(1) : sigmoid(x);
}

}  // namespace undula
