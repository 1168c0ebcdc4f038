#pragma once
#include "core/base/threads.h"
#include "core/base/view.h"
#include "core/cpu/matmul_pack.h"

namespace undula::own {

// The matrix products by our own kernels (core/cpu/matmul_kernel.h), shared between threads. fp32; rows may be strided.

/// y (M, columns) = left (M, depth) B + bias, with B packed as `layout` says; bias may be absent.
void product(ThreadPool& pool, const View& left, const PanelLayout& layout, const float* packed, const View& bias,
             const View& y);
/// dw (N, K) += dy (M, N)^T x (M, K), summed over m in chunks of a fixed number of rows, then the chunks' sums.
void weight_gradient(ThreadPool& pool, const View& dy, const View& x, const View& dw);

}  // namespace undula::own
