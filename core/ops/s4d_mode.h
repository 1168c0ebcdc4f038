#pragma once
#include <complex>

#include "core/ops/s4d_scan.h"

namespace undula {

/// One conjugate pair of one channel: its parameters and its discretisation by zero-order hold,
///   z = dt A,  a = exp(z),  c = C (a - 1) / A,
/// in the numbers T. Gradients of complex numbers are dL/dRe + i dL/dIm.
template <class T>
class S4dMode {
 public:
  using Complex = std::complex<T>;

  /// The parameters are of element type P.
  template <class P>
  static S4dMode of(const S4dIn& in, int64_t e, int64_t p) {
    const P* C = in.C.as<P>() + e * in.C.strides[0] + p * in.C.strides[1];
    const T real = -std::exp(static_cast<T>(in.log_A_real.as<P>()[e * in.log_A_real.strides[0] + p]));
    return S4dMode(std::exp(static_cast<T>(in.log_dt.as<P>()[e])),
                   Complex(real, static_cast<T>(in.A_imag.as<P>()[e * in.A_imag.strides[0] + p])),
                   Complex(static_cast<T>(C[0]), static_cast<T>(C[1])));
  }

  struct Gradient {
    T log_A_real, A_imag, log_dt;
    Complex C;
  };
  /// Gradients of the parameters from those of z (by way of powers of a) and of c.
  Gradient gradient(Complex dz, Complex dc) const {
    const Complex factor = (a - T(1)) / A, dfactor = std::conj(C) * dc;
    dz += std::conj(a / A) * dfactor;
    const Complex dA = dt * dz - std::conj(factor / A) * dfactor;
    return {dA.real() * A.real(), dA.imag(), (std::conj(A) * dz).real() * dt, std::conj(factor) * dc};
  }

  T dt;
  Complex A, C, z, a, c;

 private:
  S4dMode(T step, Complex rate, Complex output)
      : dt(step), A(rate), C(output), z(step * rate), a(std::exp(z)), c(C * (a - T(1)) / A) {}
};

/// Adds a pair's gradients to those of the parameters, of element type P; returns the share of log_dt.
template <class P, class T>
T add_gradient(const typename S4dMode<T>::Gradient& from, int64_t e, int64_t p, const S4dGrad& grad) {
  grad.dlog_A_real.as<P>()[e * grad.dlog_A_real.strides[0] + p] += static_cast<P>(from.log_A_real);
  grad.dA_imag.as<P>()[e * grad.dA_imag.strides[0] + p] += static_cast<P>(from.A_imag);
  P* dC = grad.dC.as<P>() + e * grad.dC.strides[0] + p * grad.dC.strides[1];
  dC[0] += static_cast<P>(from.C.real());
  dC[1] += static_cast<P>(from.C.imag());
  return from.log_dt;
}

}  // namespace undula
