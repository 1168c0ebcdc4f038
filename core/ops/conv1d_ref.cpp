#include <algorithm>

#include "core/ops/activations.h"
#include "core/ops/conv1d_impl.h"
#include "core/ops/row_walk.h"

// Inputs are numbered by step: i in [-(K - 1), 0) lies in the tail, i >= 0 is the row's i-th step. A record sees inputs
// from its first step on; the first record of a row, unless a reset says otherwise, sees the tail too.
//   p_i = bias + sum_k w[k] x_{i - K + 1 + k},  y = silu(p)
//   dp = dy silu'(p),  dx_j += w[k] dp_i,  dw[k] += x_j dp_i  for j = i - K + 1 + k
namespace undula::ref {
namespace {

template <class T>
T* at(const View& view, int64_t i, int64_t j) {
  return view.as<T>() + i * view.strides[0] + j * view.strides[1];
}

/// Element e of input i of row b: in `x` or in `tail`; null where there is no tail.
template <class T>
T* element(const View& x, const View& tail, const RowWalk& walk, int64_t K, int64_t i, int64_t e) {
  if (i >= 0) return at<T>(x, walk.row, walk.position(i)) + e;
  return tail.present() ? at<T>(tail, walk.row, i + K - 1) + e : nullptr;
}

template <class T>
T value(const T* element) {
  return element ? *element : T(0);
}

/// The first input that steps at and after `step` may see, given the same for the step before.
int64_t first_seen(const RowWalk& walk, int64_t step, int64_t before) {
  return walk.starts_record(step) ? step : before;
}

template <class T>
T convolve(const Conv1dIn& in, const RowWalk& walk, int64_t step, int64_t first, int64_t e) {
  const int64_t K = in.w.shape[1];
  T sum = in.bias.as<T>()[e];
  for (int64_t k = 0; k < K; ++k) {
    const int64_t i = step - K + 1 + k;
    if (i >= first) sum += at<T>(in.w, e, k)[0] * value(element<T>(in.x, in.tail, walk, K, i, e));
  }
  return sum;
}

}  // namespace

template <class T>
void conv1d_forward(Context& ctx, const Conv1dIn& in, const Rows& rows, Direction direction, const Conv1dOut& out) {
  if (ctx.planning()) return;
  const int64_t B = in.x.shape[0], L = in.x.shape[1], E = in.x.shape[2], K = in.w.shape[1];
  fill_zero(out.y);
  for (int64_t b = 0; b < B; ++b) {
    const RowWalk walk(rows, direction, b, L);
    int64_t first = 1 - K;
    for (int64_t step = 0; step < walk.length; ++step) {
      first = first_seen(walk, step, first);
      T* y = at<T>(out.y, b, walk.position(step));
      for (int64_t e = 0; e < E; ++e) y[e] = silu(convolve<T>(in, walk, step, first, e));
    }
    if (!out.tail.present()) continue;
    // Oldest first, so that a tail written over the incoming one reads each old input before it is replaced.
    for (int64_t j = 0; j < K - 1; ++j) {
      const int64_t i = walk.length - (K - 1) + j;
      for (int64_t e = 0; e < E; ++e) {
        at<T>(out.tail, b, j)[e] = i >= first ? value(element<T>(in.x, in.tail, walk, K, i, e)) : T(0);
      }
    }
  }
}

template <class T>
void conv1d_backward(Context& ctx, const Conv1dIn& in, const Rows& rows, Direction direction, const Conv1dGrad& grad) {
  if (ctx.planning()) return;
  const int64_t B = in.x.shape[0], L = in.x.shape[1], E = in.x.shape[2], K = in.w.shape[1];
  fill_zero(grad.dx);
  fill_zero(grad.dtail_in);
  for (int64_t b = 0; b < B; ++b) {
    const RowWalk walk(rows, direction, b, L);
    int64_t first = 1 - K;
    for (int64_t step = 0; step < walk.length; ++step) {
      first = first_seen(walk, step, first);
      for (int64_t e = 0; e < E; ++e) {
        const T dp = at<T>(grad.dy, b, walk.position(step))[e] * silu_derivative(convolve<T>(in, walk, step, first, e));
        grad.dbias.as<T>()[e] += dp;
        for (int64_t k = 0; k < K; ++k) {
          const int64_t i = step - K + 1 + k;
          if (i < first) continue;
          at<T>(grad.dw, e, k)[0] += dp * value(element<T>(in.x, in.tail, walk, K, i, e));
          if (T* dx = element<T>(grad.dx, grad.dtail_in, walk, K, i, e)) *dx += dp * at<T>(in.w, e, k)[0];
        }
      }
    }
    if (!grad.dtail_out.present()) continue;
    for (int64_t i = std::max(first, walk.length - (K - 1)); i < walk.length; ++i) {
      for (int64_t e = 0; e < E; ++e) {
        const T dtail = at<T>(grad.dtail_out, b, i - walk.length + K - 1)[e];
        if (T* dx = element<T>(grad.dx, grad.dtail_in, walk, K, i, e)) *dx += dtail;
      }
    }
  }
}

template void conv1d_forward<float>(Context&, const Conv1dIn&, const Rows&, Direction, const Conv1dOut&);
template void conv1d_forward<double>(Context&, const Conv1dIn&, const Rows&, Direction, const Conv1dOut&);
template void conv1d_backward<float>(Context&, const Conv1dIn&, const Rows&, Direction, const Conv1dGrad&);
template void conv1d_backward<double>(Context&, const Conv1dIn&, const Rows&, Direction, const Conv1dGrad&);

}  // namespace undula::ref
