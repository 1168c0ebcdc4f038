#include "core/ops/dropout_impl.h"

namespace undula::ref {

template <class T>
void dropout_row(const View& x, const RandomKey& key, int64_t first_position, uint32_t drop_below, double scale,
                 const View& y) {
  for (int64_t t = 0; t < x.shape[0]; ++t) {
    const uint64_t position = key.bits(static_cast<uint64_t>(first_position + t));
    const T* in = x.as<T>() + t * x.strides[0];
    T* out = y.as<T>() + t * y.strides[0];
    for (int64_t c = 0; c < x.shape[1]; ++c) {
      const bool keep = dropout_bits(position, static_cast<uint32_t>(c)) >= drop_below;
      out[c] = keep ? in[c] * static_cast<T>(scale) : T(0);
    }
  }
}

template void dropout_row<float>(const View&, const RandomKey&, int64_t, uint32_t, double, const View&);
template void dropout_row<double>(const View&, const RandomKey&, int64_t, uint32_t, double, const View&);

}  // namespace undula::ref
