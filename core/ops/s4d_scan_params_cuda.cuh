#pragma once
#include "core/ops/selective_scan_tiles_cuda.cuh"

// What the kernels of the S4D scan share. Each channel has lanes of a warp, each lane S floats: S / 2 conjugate pairs,
// real and imaginary part in turn. Modes are made in float64 and their factors kept as two floats: over thousands of
// steps a rounded factor would show.
namespace undula::UNDULA_GPU {

/// Steps between saved states (s4d_states_shape), and of one part of backward.
inline constexpr int kS4dSteps = 96, kS4dPart = 8;

struct S4dModes {
  const float *log_A_real, *A_imag, *C, *log_dt, *D;
  int64_t log_A_real_row, A_imag_row, C_row, C_pair;
  int64_t E;
  int N;  ///< 2 M
};

struct Complex64 {
  double real, imag;
};
UNDULA_DEVICE Complex64 times(Complex64 x, Complex64 y) {
  return {x.real * y.real - x.imag * y.imag, x.real * y.imag + x.imag * y.real};
}
UNDULA_DEVICE Complex64 over(Complex64 x, Complex64 y) {
  const double size = y.real * y.real + y.imag * y.imag;
  return {(x.real * y.real + x.imag * y.imag) / size, (x.imag * y.real - x.real * y.imag) / size};
}
UNDULA_DEVICE Complex64 conjugate(Complex64 x) {
  return {x.real, -x.imag};
}

/// One pair by zero-order hold: a = exp(dt A), factor = (a - 1) / A, c = C factor.
struct S4dPair {
  double dt;
  Complex64 A, C, a, factor, c;
  UNDULA_DEVICE S4dPair(const S4dModes& modes, int64_t e, int64_t p) {
    const float* row = modes.C + e * modes.C_row + p * modes.C_pair;
    dt = exp(static_cast<double>(modes.log_dt[e]));
    A = {-exp(static_cast<double>(modes.log_A_real[e * modes.log_A_real_row + p])),
         static_cast<double>(modes.A_imag[e * modes.A_imag_row + p])};
    C = {static_cast<double>(row[0]), static_cast<double>(row[1])};
    const double size = exp(dt * A.real);
    a = {size * cos(dt * A.imag), size * sin(dt * A.imag)};
    factor = over({a.real - 1, a.imag}, A);
    c = times(C, factor);
  }
};

/// The pairs of a lane.
template <int S>
struct S4dStates {
  float a[S], rest[S];  ///< a is their sum
  float c[S];           ///< 2 conj(c): y = sum of c h over floats

  UNDULA_DEVICE S4dStates(const S4dModes& modes, int64_t e, int n0) {
    UNDULA_UNROLL
    for (int s = 0; s < S; s += 2) {
      a[s] = a[s + 1] = rest[s] = rest[s + 1] = c[s] = c[s + 1] = 0;
      if (e >= modes.E || n0 + s >= modes.N) continue;
      const S4dPair pair(modes, e, (n0 + s) / 2);
      a[s] = static_cast<float>(pair.a.real);
      a[s + 1] = static_cast<float>(pair.a.imag);
      rest[s] = static_cast<float>(pair.a.real - static_cast<double>(a[s]));
      rest[s + 1] = static_cast<float>(pair.a.imag - static_cast<double>(a[s + 1]));
      c[s] = static_cast<float>(2 * pair.c.real);
      c[s + 1] = static_cast<float>(-2 * pair.c.imag);
    }
  }
  /// h <- a h + u
  UNDULA_DEVICE void advance(float u, float (&h)[S]) const {
    UNDULA_UNROLL
    for (int s = 0; s < S; s += 2) {
      const float real = h[s], imag = h[s + 1];
      h[s] = fma(a[s], real, fma(-a[s + 1], imag, fma(rest[s], real, fma(-rest[s + 1], imag, u))));
      h[s + 1] = fma(a[s], imag, fma(a[s + 1], real, fma(rest[s], imag, rest[s + 1] * real)));
    }
  }
  /// g <- conj(a) g
  UNDULA_DEVICE void turn_back(float (&g)[S]) const {
    UNDULA_UNROLL
    for (int s = 0; s < S; s += 2) {
      const float real = g[s], imag = g[s + 1];
      g[s] = fma(a[s], real, fma(a[s + 1], imag, fma(rest[s], real, rest[s + 1] * imag)));
      g[s + 1] = fma(a[s], imag, fma(-a[s + 1], real, fma(rest[s], imag, -rest[s + 1] * real)));
    }
  }
  UNDULA_DEVICE float read(const float (&h)[S]) const {
    float sum = c[0] * h[0];
    UNDULA_UNROLL
    for (int s = 1; s < S; ++s) sum = fma(c[s], h[s], sum);
    return sum;
  }
};

template <int S>
UNDULA_DEVICE void clear(float (&h)[S]) {
  UNDULA_UNROLL
  for (int s = 0; s < S; ++s) h[s] = 0;
}

}  // namespace undula::UNDULA_GPU
