#include "core/cpu/matmul.h"

#include <Eigen/Core>

namespace undula {
namespace {

template <class T>
using Matrix = Eigen::Map<Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>, 0, Eigen::OuterStride<>>;

template <class T>
Matrix<T> matrix(const View& view) {
  return Matrix<T>(view.as<T>(), view.shape[0], view.shape[1], Eigen::OuterStride<>(view.strides[0]));
}

}  // namespace

struct Matmul::Impl {};

Matmul::Matmul() : impl_(std::make_unique<Impl>()) {}
Matmul::~Matmul() = default;

void Matmul::product(ThreadPool&, const View& x, const View& w, const View& bias, const View& y, uint64_t,
                     bool planning) {
  if (planning) return;
  dispatch_float(x.dtype, [&](auto zero) {
    using T = decltype(zero);
    auto out = matrix<T>(y);
    out.noalias() = matrix<T>(x) * matrix<T>(w).transpose();
    if (bias.present()) {
      out.rowwise() += Eigen::Map<Eigen::Matrix<T, 1, Eigen::Dynamic>>(bias.as<T>(), bias.shape[0]);
    }
  });
}

void Matmul::product_input_gradient(ThreadPool&, const View& dy, const View& w, const View& dx, uint64_t,
                                    bool planning) {
  if (planning) return;
  dispatch_float(dy.dtype, [&](auto zero) {
    using T = decltype(zero);
    matrix<T>(dx).noalias() = matrix<T>(dy) * matrix<T>(w);
  });
}

void Matmul::product_weight_gradient(ThreadPool&, const View& dy, const View& x, const View& dw, bool planning) {
  if (planning) return;
  dispatch_float(dy.dtype, [&](auto zero) {
    using T = decltype(zero);
    matrix<T>(dw).noalias() += matrix<T>(dy).transpose() * matrix<T>(x);
  });
}

size_t Matmul::packed_bytes() const {
  return 0;
}

const char* Matmul::backend() {
  return "eigen";
}

}  // namespace undula
