#include <algorithm>
#include <cmath>

#include "core/ops/activations.h"
#include "core/ops/row_walk.h"
#include "core/ops/selective_scan_impl.h"

// The scan as its equations read, one (row, channel) at a time:
//   dt = softplus(dt_raw + dt_bias),  a = exp(dt A),  h_t = a h_{t-1} + dt B_t u_t,  s = sum_n C_t h_t + D u_t
//   y = s silu(z)
// Backward, with ds = dy silu(z) and g_t the gradient of h_t:
//   g_t = C_t ds + a_{t+1} g_{t+1},  dC_t += h_t ds,  dB_t += dt u g_t,  du += dt B_t g_t + D ds
//   d(dt) += g_t (B_t u + A a h_{t-1}),  dA += g_t dt a h_{t-1},  dz = dy s silu'(z)
namespace undula::ref {
namespace {

template <class T>
T* at(const View& view, int64_t i, int64_t j) {
  return view.as<T>() + i * view.strides[0] + j * view.strides[1];
}

/// One channel of one row.
template <class T>
struct Channel {
  Channel(const ScanIn& from, const Rows& rows, Direction direction, int64_t row, int64_t channel)
      : walk(rows, direction, row, from.u.shape[1]), in(from), b(row), e(channel), N(from.A_log.shape[1]) {}

  T A(int64_t n) const { return -std::exp(at<T>(in.A_log, e, n)[0]); }
  T u(int64_t t) const { return at<T>(in.u, b, t)[e]; }
  T raw_dt(int64_t t) const { return at<T>(in.dt, b, t)[e] + in.dt_bias.as<T>()[e]; }
  T dt(int64_t t) const { return softplus(raw_dt(t)); }
  T gate(int64_t t) const { return in.z.present() ? silu(at<T>(in.z, b, t)[e]) : T(1); }
  const T* B(int64_t t) const { return at<T>(in.B, b, t); }
  const T* C(int64_t t) const { return at<T>(in.C, b, t); }

  /// h <- the state after `step`; returns sum_n C h + D u.
  T advance(int64_t step, T* h) const {
    const int64_t t = walk.position(step);
    const T d = dt(t), x = u(t);
    T sum = in.D.as<T>()[e] * x;
    for (int64_t n = 0; n < N; ++n) {
      const T before = walk.starts_record(step) ? T(0) : h[n];
      h[n] = std::exp(d * A(n)) * before + d * B(t)[n] * x;
      sum += C(t)[n] * h[n];
    }
    return sum;
  }

  RowWalk walk;
  const ScanIn& in;
  int64_t b, e, N;
};

template <class T, class F>
void for_each_channel(const ScanIn& in, const Rows& rows, Direction direction, F&& f) {
  for (int64_t b = 0; b < in.u.shape[0]; ++b) {
    for (int64_t e = 0; e < in.u.shape[2]; ++e) f(Channel<T>(in, rows, direction, b, e));
  }
}

template <class T>
T* chunk_state(const View& chunk_states, int64_t b, int64_t chunk, int64_t e) {
  return at<T>(chunk_states, b, chunk) + e * chunk_states.strides[2];
}

/// Gradients of one chunk of steps [begin, end): `h` holds the states before each step and after the last; `g` comes in
/// as the gradient of the state after the chunk and leaves as that of the state before it.
template <class T>
void backward_chunk(const Channel<T>& c, const ScanGrad& grad, int64_t begin, int64_t end, const T* h, T* g) {
  const int64_t b = c.b, e = c.e, N = c.N;
  const T D = c.in.D.template as<T>()[e];
  for (int64_t step = end - 1; step >= begin; --step) {
    const int64_t t = c.walk.position(step);
    const T *before = h + (step - begin) * N, *after = before + N;
    const T d = c.dt(t), u = c.u(t), dy = at<T>(grad.dy, b, t)[e], ds = dy * c.gate(t);
    T s = D * u, du = D * ds, ddt = 0;
    for (int64_t n = 0; n < N; ++n) {
      const T A = c.A(n), B = c.B(t)[n], C = c.C(t)[n];
      const T a = c.walk.starts_record(step) ? T(0) : std::exp(d * A);
      g[n] += C * ds;
      s += C * after[n];
      at<T>(grad.dC, b, t)[n] += after[n] * ds;
      at<T>(grad.dB, b, t)[n] += d * u * g[n];
      du += d * B * g[n];
      ddt += g[n] * (B * u + A * a * before[n]);
      at<T>(grad.dA_log, e, n)[0] += g[n] * d * a * before[n] * A;
      g[n] *= a;
    }
    const T draw = ddt * softplus_derivative(c.raw_dt(t));
    at<T>(grad.du, b, t)[e] = du;
    at<T>(grad.ddt, b, t)[e] = draw;
    grad.ddt_bias.as<T>()[e] += draw;
    grad.dD.as<T>()[e] += u * ds;
    if (grad.dz.present()) at<T>(grad.dz, b, t)[e] = dy * s * silu_derivative(at<T>(c.in.z, b, t)[e]);
  }
}

}  // namespace

template <class T>
void selective_scan_forward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction, const ScanOut& out) {
  ScratchScope scope(ctx);
  const int64_t N = in.A_log.shape[1];
  const View state = ctx.scratch({N}, in.u.dtype);
  if (ctx.planning()) return;
  T* h = state.as<T>();
  for_each_channel<T>(in, rows, direction, [&](const Channel<T>& c) {
    for (int64_t n = 0; n < N; ++n) h[n] = in.h0.present() ? at<T>(in.h0, c.b, n)[c.e] : T(0);
    for (int64_t step = 0; step < c.walk.length; ++step) {
      if (out.chunk_states.present() && step % kScanChunk == 0) {
        std::copy(h, h + N, chunk_state<T>(out.chunk_states, c.b, step / kScanChunk, c.e));
      }
      const int64_t t = c.walk.position(step);
      at<T>(out.y, c.b, t)[c.e] = c.advance(step, h) * c.gate(t);
    }
    for (int64_t t = c.walk.length; t < in.u.shape[1]; ++t) at<T>(out.y, c.b, t)[c.e] = 0;
    for (int64_t n = 0; n < N && out.hL.present(); ++n) at<T>(out.hL, c.b, n)[c.e] = h[n];
  });
}

template <class T>
void selective_scan_backward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                             const View& chunk_states, const ScanGrad& grad) {
  ScratchScope scope(ctx);
  const int64_t N = in.A_log.shape[1];
  const View states = ctx.scratch({kScanChunk + 1, N}, in.u.dtype), carry = ctx.scratch({N}, in.u.dtype);
  if (ctx.planning()) return;
  for (const View* view : {&grad.du, &grad.ddt, &grad.dB, &grad.dC, &grad.dz}) fill_zero(*view);
  T *h = states.as<T>(), *g = carry.as<T>();
  for_each_channel<T>(in, rows, direction, [&](const Channel<T>& c) {
    for (int64_t n = 0; n < N; ++n) g[n] = grad.dhL.present() ? at<T>(grad.dhL, c.b, n)[c.e] : T(0);
    const int64_t chunks = (c.walk.length + kScanChunk - 1) / kScanChunk;
    for (int64_t chunk = chunks - 1; chunk >= 0; --chunk) {
      const int64_t begin = chunk * kScanChunk, end = std::min(begin + kScanChunk, c.walk.length);
      std::copy_n(chunk_state<T>(chunk_states, c.b, chunk, c.e), N, h);
      for (int64_t step = begin; step < end; ++step) {
        T* next = h + (step - begin + 1) * N;
        std::copy_n(next - N, N, next);
        c.advance(step, next);
      }
      backward_chunk(c, grad, begin, end, h, g);
    }
    for (int64_t n = 0; n < N && grad.dh0.present(); ++n) at<T>(grad.dh0, c.b, n)[c.e] = g[n];
  });
}

template <class T>
void selective_scan_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction, const View& h_zero,
                            const View& sum_dt) {
  ScratchScope scope(ctx);
  const View state = ctx.scratch({in.A_log.shape[1]}, in.u.dtype);
  if (ctx.planning()) return;
  for_each_channel<T>(in, rows, direction, [&](const Channel<T>& c) {
    fill_zero(state);
    T sum = 0;
    for (int64_t step = 0; step < c.walk.length; ++step) {
      c.advance(step, state.as<T>());
      sum += c.dt(c.walk.position(step));
    }
    for (int64_t n = 0; n < c.N; ++n) at<T>(h_zero, c.b, n)[c.e] = state.as<T>()[n];
    at<T>(sum_dt, c.b, c.e)[0] = sum;
  });
}

template <class T>
void selective_scan_backward_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                                     const View& dy, const View& g_zero, const View& sum_dt) {
  if (ctx.planning()) return;
  fill_zero(g_zero);
  for_each_channel<T>(in, rows, direction, [&](const Channel<T>& c) {
    T sum = 0;
    for (int64_t step = c.walk.length - 1; step >= 0; --step) {
      const int64_t t = c.walk.position(step);
      const T d = c.dt(t), ds = at<T>(dy, c.b, t)[c.e] * c.gate(t);
      for (int64_t n = 0; n < c.N; ++n) {
        T& g = at<T>(g_zero, c.b, n)[c.e];
        g = std::exp(d * c.A(n)) * (g + c.C(t)[n] * ds);
      }
      sum += d;
    }
    at<T>(sum_dt, c.b, c.e)[0] = sum;
  });
}

#define UNDULA_SCAN_REF(T)                                                                                            \
  template void selective_scan_forward<T>(Context&, const ScanIn&, const Rows&, Direction, const ScanOut&);           \
  template void selective_scan_backward<T>(Context&, const ScanIn&, const Rows&, Direction, const View&,              \
                                           const ScanGrad&);                                                          \
  template void selective_scan_summary<T>(Context&, const ScanIn&, const Rows&, Direction, const View&, const View&); \
  template void selective_scan_backward_summary<T>(Context&, const ScanIn&, const Rows&, Direction, const View&,      \
                                                   const View&, const View&);
UNDULA_SCAN_REF(float)
UNDULA_SCAN_REF(double)
#undef UNDULA_SCAN_REF

}  // namespace undula::ref
