#include <cmath>

#include "core/ops/rms_norm_impl.h"

namespace undula::ref {

template <class T>
void rms_norm_forward(Context& ctx, const View& x, const View& w, const View& y, const View& inv_rms) {
  if (ctx.planning()) return;
  const int64_t n_columns = x.shape[1];
  const T* weight = w.as<T>();
  for (int64_t m = 0; m < x.shape[0]; ++m) {
    const T* in = x.as<T>() + m * x.strides[0];
    T* out = y.as<T>() + m * y.strides[0];
    double squares = 0;
    for (int64_t i = 0; i < n_columns; ++i) squares += static_cast<double>(in[i]) * static_cast<double>(in[i]);
    const T r = static_cast<T>(1.0 / std::sqrt(squares / static_cast<double>(n_columns) + kRmsNormEps));
    for (int64_t i = 0; i < n_columns; ++i) out[i] = in[i] * r * weight[i];
    if (inv_rms.present()) inv_rms.as<T>()[m] = r;
  }
}

template <class T>
void rms_norm_backward(Context& ctx, const View& x, const View& w, const View& inv_rms, const View& dy, const View& dx,
                       const View& dw) {
  if (ctx.planning()) return;
  const int64_t n_columns = x.shape[1];
  const T* weight = w.as<T>();
  for (int64_t m = 0; m < x.shape[0]; ++m) {
    const T* in = x.as<T>() + m * x.strides[0];
    const T* grad = dy.as<T>() + m * dy.strides[0];
    const T r = inv_rms.as<T>()[m];
    if (dw.present()) {
      for (int64_t i = 0; i < n_columns; ++i) dw.as<T>()[i] += grad[i] * in[i] * r;
    }
    if (!dx.present()) continue;
    double dot = 0;
    for (int64_t i = 0; i < n_columns; ++i)
      dot += static_cast<double>(weight[i] * grad[i]) * static_cast<double>(in[i]);
    const T mean = static_cast<T>(dot / static_cast<double>(n_columns));
    T* out = dx.as<T>() + m * dx.strides[0];
    for (int64_t i = 0; i < n_columns; ++i) out[i] = r * (weight[i] * grad[i] - in[i] * r * r * mean);
  }
}

template void rms_norm_forward<float>(Context&, const View&, const View&, const View&, const View&);
template void rms_norm_forward<double>(Context&, const View&, const View&, const View&, const View&);
template void rms_norm_backward<float>(Context&, const View&, const View&, const View&, const View&, const View&,
                                       const View&);
template void rms_norm_backward<double>(Context&, const View&, const View&, const View&, const View&, const View&,
                                        const View&);

}  // namespace undula::ref
