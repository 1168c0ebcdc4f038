#pragma once
#include "core/ops/selective_scan_params_cuda.cuh"

// The S states of one lane and what a step does to them. Real A:
//   a = exp(dt A),  h <- a h + x B,  y = sum C h;  back: g += C ds,  k = a h_before,  dA += dt g k,  g <- a g
// Complex A: S / 2 numbers, real and imaginary part in turn; the same with conjugates, and y = 2 Re(sum C h).
namespace undula::UNDULA_GPU {

template <int S>
struct RealStates {
  static constexpr bool kComplex = false;
  float A[S];  ///< times log2(e)

  UNDULA_DEVICE RealStates(const ScanRates& rates, int64_t e, int n0) {
    UNDULA_UNROLL
    for (int s = 0; s < S; ++s) {
      const bool there = e < rates.E && n0 + s < rates.N;
      A[s] = there ? -exp(rates.A_log[e * rates.A_log_row + n0 + s]) * kLog2E : 0;
    }
  }
  UNDULA_DEVICE void decay(float dt, float (&a)[S]) const {
    UNDULA_UNROLL
    for (int s = 0; s < S; ++s) a[s] = exp2_fast(A[s] * dt);
  }
  UNDULA_DEVICE static void advance(const float (&a)[S], float x, const float (&B)[S], float (&h)[S]) {
    UNDULA_UNROLL
    for (int s = 0; s < S; ++s) h[s] = fma(a[s], h[s], x * B[s]);
  }
  UNDULA_DEVICE static float read(const float (&C)[S], const float (&h)[S]) {
    float sum = C[0] * h[0];
    UNDULA_UNROLL
    for (int s = 1; s < S; ++s) sum = fma(C[s], h[s], sum);
    return sum;
  }
  UNDULA_DEVICE static float dot(const float (&B)[S], const float (&g)[S]) { return read(B, g); }
  UNDULA_DEVICE static void pull(const float (&C)[S], float ds, float (&g)[S]) {
    UNDULA_UNROLL
    for (int s = 0; s < S; ++s) g[s] = fma(C[s], ds, g[s]);
  }
  /// dC = what h gives to the gradient of C.
  UNDULA_DEVICE static void output_gradient(const float (&h)[S], float ds, float* dC) {
    UNDULA_UNROLL
    for (int s = 0; s < S; ++s) dC[s] = h[s] * ds;
  }
  /// g <- a g; returns sum over states of A log2(e) g a h_before.
  UNDULA_DEVICE float back(const float (&a)[S], const float (&before)[S], float dt, float (&g)[S],
                           float (&dA)[S]) const {
    float sum = 0;
    UNDULA_UNROLL
    for (int s = 0; s < S; ++s) {
      g[s] *= a[s];
      const float share = g[s] * before[s];
      sum = fma(A[s], share, sum);
      dA[s] = fma(dt, share, dA[s]);
    }
    return sum;
  }
  UNDULA_DEVICE static void turn_back(const float (&a)[S], float (&g)[S]) {
    UNDULA_UNROLL
    for (int s = 0; s < S; ++s) g[s] *= a[s];
  }
};

template <int S>
struct ComplexStates {
  static constexpr bool kComplex = true;
  float A[S];  ///< real parts times log2(e), imaginary parts

  UNDULA_DEVICE ComplexStates(const ScanRates& rates, int64_t e, int n0) {
    UNDULA_UNROLL
    for (int s = 0; s < S; s += 2) {
      const bool there = e < rates.E && n0 + s < rates.N;
      const int pair = (n0 + s) / 2;
      A[s] = there ? -exp(rates.A_log[e * rates.A_log_row + pair]) * kLog2E : 0;
      A[s + 1] = there ? rates.A_imag[e * rates.A_imag_row + pair] : 0;
    }
  }
  UNDULA_DEVICE void decay(float dt, float (&a)[S]) const {
    UNDULA_UNROLL
    for (int s = 0; s < S; s += 2) {
      const float size = exp2_fast(A[s] * dt), angle = A[s + 1] * dt;
      a[s] = size * cos(angle);
      a[s + 1] = size * sin(angle);
    }
  }
  UNDULA_DEVICE static void advance(const float (&a)[S], float x, const float (&B)[S], float (&h)[S]) {
    UNDULA_UNROLL
    for (int s = 0; s < S; s += 2) {
      const float real = h[s], imag = h[s + 1];
      h[s] = a[s] * real - a[s + 1] * imag + x * B[s];
      h[s + 1] = a[s] * imag + a[s + 1] * real + x * B[s + 1];
    }
  }
  UNDULA_DEVICE static float read(const float (&C)[S], const float (&h)[S]) {
    float sum = 0;
    UNDULA_UNROLL
    for (int s = 0; s < S; s += 2) sum += C[s] * h[s] - C[s + 1] * h[s + 1];
    return 2 * sum;
  }
  UNDULA_DEVICE static float dot(const float (&B)[S], const float (&g)[S]) {
    float sum = 0;
    UNDULA_UNROLL
    for (int s = 0; s < S; ++s) sum = fma(B[s], g[s], sum);
    return sum;
  }
  UNDULA_DEVICE static void pull(const float (&C)[S], float ds, float (&g)[S]) {
    UNDULA_UNROLL
    for (int s = 0; s < S; s += 2) {
      g[s] += 2 * C[s] * ds;
      g[s + 1] -= 2 * C[s + 1] * ds;
    }
  }
  UNDULA_DEVICE static void output_gradient(const float (&h)[S], float ds, float* dC) {
    UNDULA_UNROLL
    for (int s = 0; s < S; s += 2) {
      dC[s] = 2 * h[s] * ds;
      dC[s + 1] = -2 * h[s + 1] * ds;
    }
  }
  UNDULA_DEVICE float back(const float (&a)[S], const float (&before)[S], float dt, float (&g)[S],
                           float (&dA)[S]) const {
    float sum = 0;
    UNDULA_UNROLL
    for (int s = 0; s < S; s += 2) {
      const float real = a[s] * before[s] - a[s + 1] * before[s + 1];
      const float imag = a[s] * before[s + 1] + a[s + 1] * before[s];
      const float along = real * g[s] + imag * g[s + 1], across = real * g[s + 1] - imag * g[s];
      sum += A[s] * along + A[s + 1] * kLog2E * across;
      dA[s] += dt * along;
      dA[s + 1] += dt * across;
    }
    turn_back(a, g);
    return sum;
  }
  UNDULA_DEVICE static void turn_back(const float (&a)[S], float (&g)[S]) {
    UNDULA_UNROLL
    for (int s = 0; s < S; s += 2) {
      const float real = g[s], imag = g[s + 1];
      g[s] = a[s] * real + a[s + 1] * imag;
      g[s + 1] = a[s] * imag - a[s + 1] * real;
    }
  }
};

}  // namespace undula::UNDULA_GPU
