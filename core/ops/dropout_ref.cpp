#include "core/ops/dropout_impl.h"

namespace undula::ref {

template <class T>
void dropout_position(const T* x, uint64_t position_bits, uint32_t drop_below, T scale, T* y, int64_t C) {
  for (int64_t c = 0; c < C; ++c) {
    y[c] = dropout_bits(position_bits, static_cast<uint32_t>(c)) >= drop_below ? x[c] * scale : T(0);
  }
}

template void dropout_position<float>(const float*, uint64_t, uint32_t, float, float*, int64_t);
template void dropout_position<double>(const double*, uint64_t, uint32_t, double, double*, int64_t);

}  // namespace undula::ref
