#include "core/cpu/matmul_ref.h"

#include <algorithm>

namespace undula::ref {
namespace {

template <class T>
T* row_of(const View& view, int64_t i) {
  return view.as<T>() + i * view.strides[0];
}

/// y += a x over n elements.
template <class T>
void add_scaled(T a, const T* x, T* y, int64_t n) {
  for (int64_t i = 0; i < n; ++i) y[i] += a * x[i];
}

}  // namespace

template <class T>
void product(const View& x, const View& w, const View& bias, const View& y) {
  for (int64_t m = 0; m < y.shape[0]; ++m) {
    const T* in = row_of<T>(x, m);
    T* out = row_of<T>(y, m);
    for (int64_t n = 0; n < y.shape[1]; ++n) {
      const T* weights = row_of<T>(w, n);
      T sum = bias.present() ? bias.as<T>()[n] : T(0);
      for (int64_t k = 0; k < x.shape[1]; ++k) sum += in[k] * weights[k];
      out[n] = sum;
    }
  }
}

template <class T>
void product_input_gradient(const View& dy, const View& w, const View& dx) {
  for (int64_t m = 0; m < dx.shape[0]; ++m) {
    T* out = row_of<T>(dx, m);
    std::fill_n(out, dx.shape[1], T(0));
    for (int64_t n = 0; n < dy.shape[1]; ++n) add_scaled(row_of<T>(dy, m)[n], row_of<T>(w, n), out, dx.shape[1]);
  }
}

template <class T>
void product_weight_gradient(const View& dy, const View& x, const View& dw) {
  for (int64_t m = 0; m < dy.shape[0]; ++m) {
    for (int64_t n = 0; n < dw.shape[0]; ++n) {
      add_scaled(row_of<T>(dy, m)[n], row_of<T>(x, m), row_of<T>(dw, n), dw.shape[1]);
    }
  }
}

template void product<float>(const View&, const View&, const View&, const View&);
template void product<double>(const View&, const View&, const View&, const View&);
template void product_input_gradient<float>(const View&, const View&, const View&);
template void product_input_gradient<double>(const View&, const View&, const View&);
template void product_weight_gradient<float>(const View&, const View&, const View&);
template void product_weight_gradient<double>(const View&, const View&, const View&);

}  // namespace undula::ref
