#include <algorithm>
#include <vector>

#include "core/ops/row_walk.h"
#include "core/ops/s4d_mode.h"
#include "core/ops/s4d_scan_impl.h"
#include "core/ops/s4d_scan_kernels.h"

// The scan as its equations read, one (row, channel, pair) at a time, with a and c of S4dMode:
//   h_t = a h_{t-1} + u_t,  y_t = 2 Re(sum c h_t) + D u_t
// Backward, gradients of complex numbers being dL/dRe + i dL/dIm, with g_t that of h_t:
//   g_t = 2 conj(c) dy_t + conj(a) g_{t+1},  du_t += Re g_t,  dc += 2 conj(h_t) dy_t,  da += conj(h_{t-1}) g_t
//   dz = conj(a) da
namespace undula::ref {
namespace {

using cpu::kS4dSpan;

template <class T>
T* at(const View& view, int64_t i, int64_t j) {
  return view.as<T>() + i * view.strides[0] + j * view.strides[1];
}

/// Element (b, n, e) of a state.
template <class T>
T& element(const View& state, int64_t b, int64_t n, int64_t e) {
  return at<T>(state, b, n)[e];
}

template <class T>
std::complex<T> pair_of(const View& state, int64_t b, int64_t p, int64_t e) {
  if (!state.present()) return 0;
  return {element<T>(state, b, 2 * p, e), element<T>(state, b, 2 * p + 1, e)};
}

template <class T>
void set_pair(std::complex<T> value, int64_t b, int64_t p, int64_t e, const View& state) {
  if (!state.present()) return;
  element<T>(state, b, 2 * p, e) = value.real();
  element<T>(state, b, 2 * p + 1, e) = value.imag();
}

}  // namespace

template <class T>
void s4d_scan_forward(Context& ctx, const S4dIn& in, const Rows& rows, Direction direction, const S4dOut& out) {
  if (ctx.planning()) return;
  const int64_t B = in.u.shape[0], L = in.u.shape[1], E = in.u.shape[2], M = in.log_A_real.shape[1];
  for (int64_t b = 0; b < B; ++b) {
    const RowWalk walk(rows, direction, b, L);
    for (int64_t t = 0; t < L; ++t) {
      for (int64_t e = 0; e < E; ++e) {
        at<T>(out.y, b, t)[e] = t < walk.length ? in.D.as<T>()[e] * at<T>(in.u, b, t)[e] : T(0);
      }
    }
    for (int64_t e = 0; e < E; ++e) {
      for (int64_t p = 0; p < M; ++p) {
        const auto mode = S4dMode<T>::template of<T>(in, e, p);
        auto h = pair_of<T>(in.h0, b, p, e);
        for (int64_t step = 0; step < walk.length; ++step) {
          if (out.states.present() && step % kS4dSpan == 0) set_pair(h, step / kS4dSpan, p, e, out.states.row(b));
          if (walk.starts_record(step)) h = 0;
          const int64_t t = walk.position(step);
          h = mode.a * h + at<T>(in.u, b, t)[e];
          at<T>(out.y, b, t)[e] += 2 * (mode.c * h).real();
        }
        set_pair(h, b, p, e, out.hL);
      }
    }
  }
}

template <class T>
void s4d_scan_backward(Context& ctx, const S4dIn& in, const Rows& rows, Direction direction, const View& states,
                       const S4dGrad& grad) {
  ScratchScope scope(ctx);
  const View chunk = ctx.scratch({2 * (kS4dSpan + 1)}, in.u.dtype);
  if (ctx.planning()) return;
  auto* h = reinterpret_cast<std::complex<T>*>(chunk.data);
  const int64_t B = in.u.shape[0], L = in.u.shape[1], E = in.u.shape[2], M = in.log_A_real.shape[1];
  for (int64_t b = 0; b < B; ++b) {
    const RowWalk walk(rows, direction, b, L);
    for (int64_t e = 0; e < E; ++e) {
      for (int64_t t = 0; t < L; ++t) {
        const bool valid = t < walk.length;
        at<T>(grad.du, b, t)[e] = valid ? in.D.as<T>()[e] * at<T>(grad.dy, b, t)[e] : T(0);
        if (valid) grad.dD.as<T>()[e] += at<T>(in.u, b, t)[e] * at<T>(grad.dy, b, t)[e];
      }
      for (int64_t p = 0; p < M; ++p) {
        const auto mode = S4dMode<T>::template of<T>(in, e, p);
        auto g = pair_of<T>(grad.dhL, b, p, e);
        std::complex<T> da = 0, dc = 0;
        for (int64_t end = walk.length; end > 0;) {
          const int64_t begin = (end - 1) / kS4dSpan * kS4dSpan;
          h[0] = pair_of<T>(states.row(b), begin / kS4dSpan, p, e);
          for (int64_t step = begin; step < end; ++step) {
            if (walk.starts_record(step)) h[step - begin] = 0;
            h[step - begin + 1] = mode.a * h[step - begin] + at<T>(in.u, b, walk.position(step))[e];
          }
          for (int64_t step = end - 1; step >= begin; --step) {
            // The place of the state after a record's last step is taken by the next one's start.
            const auto before = h[step - begin], after = mode.a * before + at<T>(in.u, b, walk.position(step))[e];
            const int64_t t = walk.position(step);
            const T dy = at<T>(grad.dy, b, t)[e];
            g += T(2) * std::conj(mode.c) * dy;
            dc += T(2) * std::conj(after) * dy;
            at<T>(grad.du, b, t)[e] += g.real();
            da += std::conj(before) * g;
            g = walk.starts_record(step) ? T(0) : std::conj(mode.a) * g;
          }
          end = begin;
        }
        set_pair(g, b, p, e, grad.dh0);
        grad.dlog_dt.as<T>()[e] += add_gradient<T, T>(mode.gradient(std::conj(mode.a) * da, dc), e, p, grad);
      }
    }
  }
}

#define UNDULA_S4D_REF(T)                                                                           \
  template void s4d_scan_forward<T>(Context&, const S4dIn&, const Rows&, Direction, const S4dOut&); \
  template void s4d_scan_backward<T>(Context&, const S4dIn&, const Rows&, Direction, const View&, const S4dGrad&);
UNDULA_S4D_REF(float)
UNDULA_S4D_REF(double)
#undef UNDULA_S4D_REF

}  // namespace undula::ref
