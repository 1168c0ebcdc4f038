#pragma once
#include <cstdint>

// The vector functions of core/cpu/simd_exp-inl.h and simd_turn-inl.h under the chosen CPU target, over arrays.
namespace undula::test {

/// y[i] = 2^(x[i] rate[i])
void probe_exp2(const float* x, const float* rate, int64_t n, float* y);
/// y[i] = v[i] 2^(x[i] rate[i]), as the scan's states decay
void probe_decay(const float* v, const float* x, const float* rate, int64_t n, float* y);
void probe_exp(const float* x, int64_t n, float* y);
void probe_sigmoid(const float* x, int64_t n, float* y);
void probe_softplus(const float* x, int64_t n, float* y);
void probe_softplus_derivative(const float* x, int64_t n, float* y);
/// z[i] = cos or sin of x[i] y[i] quarter turns
void probe_cosine(const float* x, const float* y, int64_t n, float* z);
void probe_sine(const float* x, const float* y, int64_t n, float* z);

}  // namespace undula::test
