#include <algorithm>

#include "core/ops/pool_impl.h"
#include "core/ops/row_runs.h"

// mean: y = 1 / count sum_t x[t], dx[t] = dy / count
// last: y = x[end - 1], max: y = max_t x[t], both: dx[chosen] = dy
// Threads share columns forward, positions backward. The loops are plain: memory is what they wait for.
namespace undula::cpu {
namespace {

struct Segment {
  Segment(const View& segments, int64_t s) {
    const int32_t* entry = segments.as<int32_t>() + s * segments.strides[0];
    row = entry[0], begin = entry[1], end = entry[2];
  }
  int64_t row, begin, end;
};

template <class T>
T* at(const View& view, int64_t i) {
  return view.as<T>() + i * view.strides[0];
}
template <class T>
T* at(const View& view, int64_t i, int64_t j) {
  return at<T>(view, i) + j * view.strides[1];
}

/// value (columns) += the positions of a segment, in order.
template <class T>
void add_positions(const View& x, const Segment& segment, int64_t column, int64_t columns, T* __restrict value) {
  for (int64_t t = segment.begin; t < segment.end; ++t) {
    const T* in = at<T>(x, segment.row, t) + column;
    for (int64_t c = 0; c < columns; ++c) value[c] += in[c];
  }
}

/// value, chosen (columns) <- the largest of them and the positions of a segment.
template <class T>
void choose_largest(const View& x, const Segment& segment, int64_t first_position, int64_t column, int64_t columns,
                    T* __restrict value, int32_t* __restrict chosen) {
  for (int64_t t = segment.begin; t < segment.end; ++t) {
    const T* in = at<T>(x, segment.row, t) + column;
    const auto position = static_cast<int32_t>(first_position + t);
    for (int64_t c = 0; c < columns; ++c) {
      const bool larger = in[c] > value[c];
      value[c] = larger ? in[c] : value[c];
      chosen[c] = larger ? position : chosen[c];
    }
  }
}

/// value, chosen (columns) <- position t of a segment's row.
template <class T>
void choose(const View& x, int64_t row, int64_t t, int64_t first_position, int64_t column, int64_t columns, T* value,
            int32_t* chosen) {
  std::copy_n(at<T>(x, row, t) + column, columns, value);
  std::fill_n(chosen, columns, static_cast<int32_t>(first_position + t));
}

}  // namespace

template <class T>
void pool_accumulate(ThreadPool& pool, Pooling pooling, const View& x, const View& segments, int64_t first_position,
                     const PoolState& state) {
  const int64_t S = segments.shape[0], C = x.shape[2];
  // Whole rows where there are segments enough for all threads, else parts of them: each column is summed alone.
  const int64_t parts = std::clamp<int64_t>(2 * pool.threads() / std::max<int64_t>(S, 1), 1, (C + 15) / 16);
  pool.parallel_for(S * parts, 1, [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; ++i) {
      const int64_t s = i / parts, column = i % parts * C / parts, columns = (i % parts + 1) * C / parts - column;
      const Segment segment(segments, s);
      if (segment.begin == segment.end) continue;
      T* value = at<T>(state.value, s) + column;
      int32_t* chosen = state.chosen.present() ? at<int32_t>(state.chosen, s) + column : nullptr;
      if (pooling == Pooling::kMean) add_positions(x, segment, column, columns, value);
      if (pooling == Pooling::kLast) {
        choose(x, segment.row, segment.end - 1, first_position, column, columns, value, chosen);
      }
      if (pooling == Pooling::kMax) {
        if (state.count.as<T>()[s] == 0) {
          choose(x, segment.row, segment.begin, first_position, column, columns, value, chosen);
        }
        choose_largest(x, segment, first_position, column, columns, value, chosen);
      }
    }
  });
  for (int64_t s = 0; s < S; ++s) {
    const Segment segment(segments, s);
    state.count.as<T>()[s] += static_cast<T>(segment.end - segment.begin);
  }
}

template <class T>
void pool_finish(Pooling pooling, const PoolState& state, const View& y) {
  for (int64_t s = 0; s < y.shape[0]; ++s) {
    const T count = state.count.as<T>()[s], *value = at<T>(state.value, s);
    const T scale = pooling == Pooling::kMean && count > 0 ? 1 / count : T(1);
    for (int64_t c = 0; c < y.shape[1]; ++c) at<T>(y, s)[c] = count > 0 ? value[c] * scale : T(0);
  }
}

template <class T>
void pool_backward(ThreadPool& pool, Pooling pooling, const View& dy, const View& segments, int64_t first_position,
                   const PoolState& state, const View& dx) {
  const int64_t C = dx.shape[2];
  for_each_run(pool, dx.shape[0], dx.shape[1], [&](int64_t b, int64_t run_begin, int64_t run_end) {
    for (int64_t t = run_begin; t < run_end; ++t) std::fill_n(at<T>(dx, b, t), C, T(0));
    for (int64_t s = 0; s < segments.shape[0]; ++s) {
      const Segment segment(segments, s);
      const int64_t begin = std::max(run_begin, segment.begin), end = std::min(run_end, segment.end);
      if (segment.row != b || begin >= end) continue;
      const T* grad = at<T>(dy, s);
      if (pooling == Pooling::kMean) {
        const T scale = 1 / state.count.as<T>()[s];
        for (int64_t t = begin; t < end; ++t) {
          T* out = at<T>(dx, b, t);
          for (int64_t c = 0; c < C; ++c) out[c] = grad[c] * scale;
        }
        continue;
      }
      for (int64_t c = 0; c < C; ++c) {
        const int64_t t = at<int32_t>(state.chosen, s)[c] - first_position;
        if (t >= begin && t < end) at<T>(dx, b, t)[c] = grad[c];
      }
    }
  });
}

template void pool_accumulate<float>(ThreadPool&, Pooling, const View&, const View&, int64_t, const PoolState&);
template void pool_accumulate<double>(ThreadPool&, Pooling, const View&, const View&, int64_t, const PoolState&);
template void pool_finish<float>(Pooling, const PoolState&, const View&);
template void pool_finish<double>(Pooling, const PoolState&, const View&);
template void pool_backward<float>(ThreadPool&, Pooling, const View&, const View&, int64_t, const PoolState&,
                                   const View&);
template void pool_backward<double>(ThreadPool&, Pooling, const View&, const View&, int64_t, const PoolState&,
                                    const View&);

}  // namespace undula::cpu
