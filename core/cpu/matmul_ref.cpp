#include "core/cpu/matmul_ref.h"

#include <Eigen/Core>

namespace undula::ref {
namespace {

template <class T>
using Matrix = Eigen::Map<Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>, Eigen::Unaligned,
                          Eigen::OuterStride<>>;

template <class T>
Matrix<T> matrix(const View& view) {
  return {view.as<T>(), view.shape[0], view.shape[1], Eigen::OuterStride<>(view.strides[0])};
}

}  // namespace

template <class T>
void product(const View& x, const View& w, const View& bias, const View& y) {
  Matrix<T> out = matrix<T>(y);
  out.noalias() = matrix<T>(x) * matrix<T>(w).transpose();
  if (bias.present()) out.rowwise() += Eigen::Map<Eigen::Matrix<T, 1, Eigen::Dynamic>>(bias.as<T>(), bias.shape[0]);
}

template <class T>
void product_input_gradient(const View& dy, const View& w, const View& dx) {
  matrix<T>(dx).noalias() = matrix<T>(dy) * matrix<T>(w);
}

template <class T>
void product_weight_gradient(const View& dy, const View& x, const View& dw) {
  matrix<T>(dw).noalias() += matrix<T>(dy).transpose() * matrix<T>(x);
}

template void product<float>(const View&, const View&, const View&, const View&);
template void product<double>(const View&, const View&, const View&, const View&);
template void product_input_gradient<float>(const View&, const View&, const View&);
template void product_input_gradient<double>(const View&, const View&, const View&);
template void product_weight_gradient<float>(const View&, const View&, const View&);
template void product_weight_gradient<double>(const View&, const View&, const View&);

}  // namespace undula::ref
