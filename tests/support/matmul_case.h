#pragma once
#include <string>

#include "core/cpu/matmul.h"
#include "tests/support/tensor.h"

namespace undula::test {

/// Calls f(back end, name) for every back end of the matrix products. Where oneDNN cannot serve, our kernels stand in.
template <class F>
void for_each_matmul_backend(F&& f) {
  f(MatmulBackend::kOwn, "own");
  f(MatmulBackend::kOneDnn, "oneDNN");
  f(MatmulBackend::kEigen, "Eigen");
}

/// All views of the three products, rows apart, in one element type.
struct Products {
  Products(int64_t M, int64_t N, int64_t K, DType dtype);
  void run(Context& ctx, uint64_t generation = 0) const;
  Tensor x, w, bias, y, dy, dx, dw;
};

/// Planned and run: y = x w^T of weights of generation 1; returns y.
View product(Context& ctx, const View& x, const View& w, const View& y);

/// The three products of a shape by plain loops in float64.
Products exact_products(int64_t M, int64_t N, int64_t K);
/// Fails the test case where the products of the same values in float32 are others.
void check_products(Context& ctx, const Products& exact);
/// Fails it where a row's bits depend on the number of rows, up to 130 of them, or on its position. Each of `rows` is
/// computed as the first and as the last of them, on one context and on the other.
void check_row_bits(Context& first, Context& last, int64_t N, int64_t K, const std::vector<int64_t>& rows);

}  // namespace undula::test
