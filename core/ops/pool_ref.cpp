#include "core/ops/pool_impl.h"

// mean: y = 1 / count sum_t x[t], dx[t] = dy / count
// last: y = x[end - 1]; max: y = max_t x[t]; both: dx[chosen] = dy
namespace undula::ref {
namespace {

struct Segment {
  int64_t row, begin, end;
};

Segment segment(const View& segments, int64_t s) {
  const int32_t* entry = segments.as<int32_t>() + s * segments.strides[0];
  return {entry[0], entry[1], entry[2]};
}

template <class T>
T* at(const View& x, int64_t b, int64_t t) {
  return x.as<T>() + b * x.strides[0] + t * x.strides[1];
}

template <class T>
T* row(const View& view, int64_t s) {
  return view.as<T>() + s * view.strides[0];
}

}  // namespace

template <class T>
void pool_accumulate(Pooling pooling, const View& x, const View& segments, int64_t first_position,
                     const PoolState& state) {
  for (int64_t s = 0; s < segments.shape[0]; ++s) {
    const auto [b, begin, end] = segment(segments, s);
    T* value = row<T>(state.value, s);
    T& count = state.count.as<T>()[s];
    for (int64_t t = begin; t < end; ++t) {
      const T* in = at<T>(x, b, t);
      for (int64_t c = 0; c < x.shape[2]; ++c) {
        if (pooling == Pooling::kMean) {
          value[c] += in[c];
        } else if (pooling == Pooling::kLast || count == 0 || in[c] > value[c]) {
          value[c] = in[c];
          row<int32_t>(state.chosen, s)[c] = static_cast<int32_t>(first_position + t);
        }
      }
      count += 1;
    }
  }
}

template <class T>
void pool_finish(Pooling pooling, const PoolState& state, const View& y) {
  for (int64_t s = 0; s < y.shape[0]; ++s) {
    const T count = state.count.as<T>()[s];
    for (int64_t c = 0; c < y.shape[1]; ++c) {
      const T value = row<T>(state.value, s)[c];
      row<T>(y, s)[c] = count == 0 ? T(0) : pooling == Pooling::kMean ? value / count : value;
    }
  }
}

template <class T>
void pool_backward(Pooling pooling, const View& dy, const View& segments, int64_t first_position,
                   const PoolState& state, const View& dx) {
  fill_zero(dx);
  for (int64_t s = 0; s < segments.shape[0]; ++s) {
    const auto [b, begin, end] = segment(segments, s);
    for (int64_t t = begin; t < end; ++t) {
      T* out = at<T>(dx, b, t);
      for (int64_t c = 0; c < dx.shape[2]; ++c) {
        if (pooling == Pooling::kMean) {
          out[c] = row<T>(dy, s)[c] / state.count.as<T>()[s];
        } else if (row<int32_t>(state.chosen, s)[c] == first_position + t) {
          out[c] = row<T>(dy, s)[c];
        }
      }
    }
  }
}

template void pool_accumulate<float>(Pooling, const View&, const View&, int64_t, const PoolState&);
template void pool_accumulate<double>(Pooling, const View&, const View&, int64_t, const PoolState&);
template void pool_finish<float>(Pooling, const PoolState&, const View&);
template void pool_finish<double>(Pooling, const PoolState&, const View&);
template void pool_backward<float>(Pooling, const View&, const View&, int64_t, const PoolState&, const View&);
template void pool_backward<double>(Pooling, const View&, const View&, int64_t, const PoolState&, const View&);

}  // namespace undula::ref
