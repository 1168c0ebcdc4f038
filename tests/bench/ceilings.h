#pragma once
#include <cstdint>

// What the machine itself can do, measured in the same run as the kernels that are held against it.
namespace undula::bench {

/// 2^(x rate), float by float, in place of the scan's inner exponential: y[i] for i < n, n a multiple of 64.
void exp_folded(const float* x, float rate, int64_t n, float* y);
/// e^x with the argument carried to twice the precision.
void exp_precise(const float* x, int64_t n, float* y);
/// Sum of n floats, n a multiple of 64: how fast memory is read.
float read_sum(const float* x, int64_t n);
/// `rounds` times twelve independent fused multiply-adds of whole vectors. Returns the floating-point operations done.
double fma_chains(int64_t rounds);

}  // namespace undula::bench
