#include "core/cuda/gemm_layout.h"

#include <vector>

#include "tests/support/catch.h"

namespace undula {
namespace {

constexpr int64_t M = 3, N = 4, K = 5;

/// Row-major (rows, columns) with `gap` unused elements after each row, and numbers that tell places apart.
struct Matrix {
  Matrix(int64_t rows, int64_t columns, int64_t gap, float first)
      : memory(static_cast<size_t>(rows * (columns + gap)), -1000), view(memory.data(), DType::kF32, {rows, columns}) {
    view.strides[0] = columns + gap;
    for (int64_t i = 0; i < rows; ++i)
      for (int64_t j = 0; j < columns; ++j) at(i, j) = first + static_cast<float>((7 * i + 3 * j * j) % 11);
  }
  float& at(int64_t i, int64_t j) { return view.as<float>()[i * view.strides[0] + j]; }

  std::vector<float> memory;
  View view;
};

/// What cuBLAS computes, element by element.
void column_major(const GemmLayout& g, const float* a, const float* b, float beta, float* d) {
  for (int64_t i = 0; i < g.m; ++i) {
    for (int64_t j = 0; j < g.n; ++j) {
      float sum = 0;
      for (int64_t l = 0; l < g.k; ++l) {
        const float left = g.transpose_a ? a[l + i * g.lda] : a[i + l * g.lda];
        const float right = g.transpose_b ? b[j + l * g.ldb] : b[l + j * g.ldb];
        sum += left * right;
      }
      d[i + j * g.ldd] = sum + beta * (beta == 0 ? 0 : d[i + j * g.ldd]);
    }
  }
}

}  // namespace

TEST_CASE("products of row-major matrices are those of column-major ones in the other order") {
  Matrix x(M, K, 2, 1), w(N, K, 0, -2), y(M, N, 3, 0);
  const GemmLayout g = product_layout(x.view, w.view, y.view);
  column_major(g, w.memory.data(), x.memory.data(), 0, y.memory.data());
  for (int64_t m = 0; m < M; ++m) {
    for (int64_t n = 0; n < N; ++n) {
      float want = 0;
      for (int64_t k = 0; k < K; ++k) want += x.at(m, k) * w.at(n, k);
      CHECK(y.at(m, n) == want);
    }
  }
  CHECK(y.memory[N] == -1000);  // between the rows
}

TEST_CASE("so is the gradient of their input") {
  Matrix dy(M, N, 1, 1), w(N, K, 0, -2), dx(M, K, 2, 0);
  const GemmLayout g = input_gradient_layout(dy.view, w.view, dx.view);
  column_major(g, w.memory.data(), dy.memory.data(), 0, dx.memory.data());
  for (int64_t m = 0; m < M; ++m) {
    for (int64_t k = 0; k < K; ++k) {
      float want = 0;
      for (int64_t n = 0; n < N; ++n) want += dy.at(m, n) * w.at(n, k);
      CHECK(dx.at(m, k) == want);
    }
  }
}

TEST_CASE("and that of their weight, which is added to what is there") {
  Matrix dy(M, N, 1, 1), x(M, K, 2, -3), dw(N, K, 0, 5), before(N, K, 0, 5);
  const GemmLayout g = weight_gradient_layout(dy.view, x.view, dw.view);
  column_major(g, x.memory.data(), dy.memory.data(), 1, dw.memory.data());
  for (int64_t n = 0; n < N; ++n) {
    for (int64_t k = 0; k < K; ++k) {
      float want = before.at(n, k);
      for (int64_t m = 0; m < M; ++m) want += dy.at(m, n) * x.at(m, k);
      CHECK(dw.at(n, k) == want);
    }
  }
}

}  // namespace undula
