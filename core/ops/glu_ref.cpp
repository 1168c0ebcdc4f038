#include "core/ops/activations.h"
#include "core/ops/glu_impl.h"

namespace undula::ref {

template <class T>
void glu_forward(const View& x, const View& y) {
  const int64_t C = y.shape[1];
  for (int64_t m = 0; m < y.shape[0]; ++m) {
    const T *a = x.as<T>() + m * x.strides[0], *g = a + C;
    T* out = y.as<T>() + m * y.strides[0];
    for (int64_t i = 0; i < C; ++i) out[i] = a[i] * sigmoid(g[i]);
  }
}

template <class T>
void glu_backward(const View& x, const View& dy, const View& dx) {
  const int64_t C = dy.shape[1];
  for (int64_t m = 0; m < dy.shape[0]; ++m) {
    const T *a = x.as<T>() + m * x.strides[0], *g = a + C, *grad = dy.as<T>() + m * dy.strides[0];
    T *da = dx.as<T>() + m * dx.strides[0], *dg = da + C;
    for (int64_t i = 0; i < C; ++i) {
      const T s = sigmoid(g[i]);
      da[i] = grad[i] * s;
      dg[i] = grad[i] * a[i] * s * (T(1) - s);
    }
  }
}

template void glu_forward<float>(const View&, const View&);
template void glu_forward<double>(const View&, const View&);
template void glu_backward<float>(const View&, const View&, const View&);
template void glu_backward<double>(const View&, const View&, const View&);

}  // namespace undula::ref
