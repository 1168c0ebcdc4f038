#pragma once
#include <compare>
#include <cstdint>

#include "core/base/view.h"

namespace undula {

/// A product of column-major matrices, as cuBLAS computes it:
///   D (m, n) = op(A) op(B) + beta D,   op(A) (m, k), op(B) (k, n)
/// Leading dimensions are distances of columns. Rows of a row-major matrix are the columns of its transpose, so each of
/// our products is that of the transposes in the other order.
struct GemmLayout {
  int64_t m, n, k;
  bool transpose_a, transpose_b;
  int64_t lda, ldb, ldd;

  /// Rows and columns of A and B as they lie in memory.
  int64_t a_rows() const { return transpose_a ? k : m; }
  int64_t a_columns() const { return transpose_a ? m : k; }
  int64_t b_rows() const { return transpose_b ? n : k; }
  int64_t b_columns() const { return transpose_b ? k : n; }

  auto operator<=>(const GemmLayout&) const = default;
};

/// y (M, N) = x (M, K) w (N, K)^T: A is w, B is x, D is y.
inline GemmLayout product_layout(const View& x, const View& w, const View& y) {
  return {w.shape[0], x.shape[0], x.shape[1], true, false, w.strides[0], x.strides[0], y.strides[0]};
}

/// dx (M, K) = dy (M, N) w (N, K): A is w, B is dy, D is dx.
inline GemmLayout input_gradient_layout(const View& dy, const View& w, const View& dx) {
  return {w.shape[1], dy.shape[0], w.shape[0], false, false, w.strides[0], dy.strides[0], dx.strides[0]};
}

/// dw (N, K) += dy (M, N)^T x (M, K): A is x, B is dy, D is dw.
inline GemmLayout weight_gradient_layout(const View& dy, const View& x, const View& dw) {
  return {x.shape[1], dy.shape[1], x.shape[0], false, true, x.strides[0], dy.strides[0], dw.strides[0]};
}

}  // namespace undula
