#include <algorithm>
#include <complex>

#include "core/ops/activations.h"
#include "core/ops/row_walk.h"
#include "core/ops/selective_scan_impl.h"

// The scan of complex A as its equations read, one (row, channel) at a time:
//   dt = softplus(dt_raw + dt_bias),  a = exp(dt A),  h_t = a h_{t-1} + dt B_t u_t,  s = 2 Re(sum_n C_t h_t) + D u_t
//   y = s silu(z)
// Backward, gradients of complex numbers being dL/dRe + i dL/dIm, with ds = dy silu(z) and g_t the gradient of h_t:
//   g_t = 2 conj(C_t) ds + conj(a_{t+1}) g_{t+1},  dC_t += 2 conj(h_t) ds,  dB_t += dt u g_t
//   du += dt Re(conj(B_t) g_t) + D ds,  d(dt) += Re(conj(g_t) (B_t u + A a h_{t-1})),  dA += dt conj(a h_{t-1}) g_t
namespace undula::ref {
namespace {

template <class T>
using Complex = std::complex<T>;

template <class T>
T* at(const View& view, int64_t i, int64_t j) {
  return view.as<T>() + i * view.strides[0] + j * view.strides[1];
}

template <class T>
Complex<T> pair_at(const T* row, int64_t p) {
  return {row[2 * p], row[2 * p + 1]};
}

template <class T>
void add_pair(const Complex<T>& value, int64_t p, T* row) {
  row[2 * p] += value.real();
  row[2 * p + 1] += value.imag();
}

/// Re(conj(a) b)
template <class T>
T dot(const Complex<T>& a, const Complex<T>& b) {
  return a.real() * b.real() + a.imag() * b.imag();
}

/// One channel of one row.
template <class T>
struct Channel {
  Channel(const ScanIn& from, const Rows& rows, Direction direction, int64_t row, int64_t channel)
      : walk(rows, direction, row, from.u.shape[1]), in(from), b(row), e(channel), M(from.A_log.shape[1]) {}

  Complex<T> A(int64_t p) const { return {-std::exp(at<T>(in.A_log, e, p)[0]), at<T>(in.A_imag, e, p)[0]}; }
  T u(int64_t t) const { return at<T>(in.u, b, t)[e]; }
  T raw_dt(int64_t t) const { return at<T>(in.dt, b, t)[e] + in.dt_bias.as<T>()[e]; }
  T dt(int64_t t) const { return softplus(raw_dt(t)); }
  T gate(int64_t t) const { return in.z.present() ? silu(at<T>(in.z, b, t)[e]) : T(1); }
  Complex<T> B(int64_t t, int64_t p) const { return pair_at(at<T>(in.B, b, t), p); }
  Complex<T> C(int64_t t, int64_t p) const { return pair_at(at<T>(in.C, b, t), p); }

  /// h <- the state after `step`; returns 2 Re(sum_n C h) + D u.
  T advance(int64_t step, Complex<T>* h) const {
    const int64_t t = walk.position(step);
    const T d = dt(t), x = u(t);
    T sum = in.D.as<T>()[e] * x;
    for (int64_t p = 0; p < M; ++p) {
      const Complex<T> before = walk.starts_record(step) ? Complex<T>(0) : h[p];
      h[p] = std::exp(d * A(p)) * before + d * x * B(t, p);
      sum += 2 * (C(t, p) * h[p]).real();
    }
    return sum;
  }

  RowWalk walk;
  const ScanIn& in;
  int64_t b, e, M;
};

template <class T, class F>
void for_each_channel(const ScanIn& in, const Rows& rows, Direction direction, F&& f) {
  for (int64_t b = 0; b < in.u.shape[0]; ++b) {
    for (int64_t e = 0; e < in.u.shape[2]; ++e) f(Channel<T>(in, rows, direction, b, e));
  }
}

/// The states of one (row, channel) of a (B, N, E) view, M complex numbers; absent: zeros, or not wanted.
template <class T>
void read_state(const View& state, int64_t b, int64_t e, int64_t M, Complex<T>* h) {
  for (int64_t p = 0; p < M; ++p)
    h[p] = state.present() ? Complex<T>(at<T>(state, b, 2 * p)[e], at<T>(state, b, 2 * p + 1)[e]) : Complex<T>(0);
}

template <class T>
void write_state(const Complex<T>* h, int64_t b, int64_t e, int64_t M, const View& state) {
  if (!state.present()) return;
  for (int64_t p = 0; p < M; ++p) {
    at<T>(state, b, 2 * p)[e] = h[p].real();
    at<T>(state, b, 2 * p + 1)[e] = h[p].imag();
  }
}

/// What is kept of one (row, channel) at the start of a chunk: M complex numbers.
template <class T>
Complex<T>* chunk_state(const View& chunk_states, int64_t b, int64_t chunk, int64_t e) {
  return reinterpret_cast<Complex<T>*>(at<T>(chunk_states.row(b), chunk, e));
}

/// Gradients of one chunk of steps [begin, end): `h` holds the states before each step and after the last; `g` comes in
/// as the gradient of the state after the chunk and leaves as that of the state before it.
template <class T>
void backward_chunk(const Channel<T>& c, const ScanGrad& grad, int64_t begin, int64_t end, const Complex<T>* h,
                    Complex<T>* g) {
  const int64_t b = c.b, e = c.e, M = c.M;
  const T D = c.in.D.template as<T>()[e];
  for (int64_t step = end - 1; step >= begin; --step) {
    const int64_t t = c.walk.position(step);
    const Complex<T>*before = h + (step - begin) * M, *after = before + M;
    const T d = c.dt(t), u = c.u(t), dy = at<T>(grad.dy, b, t)[e], ds = dy * c.gate(t);
    T s = D * u, du = D * ds, ddt = 0;
    for (int64_t p = 0; p < M; ++p) {
      const Complex<T> A = c.A(p), B = c.B(t, p), C = c.C(t, p);
      const Complex<T> a = c.walk.starts_record(step) ? Complex<T>(0) : std::exp(d * A), kept = a * before[p];
      g[p] += T(2) * std::conj(C) * ds;
      s += 2 * (C * after[p]).real();
      add_pair(T(2) * std::conj(after[p]) * ds, p, at<T>(grad.dC, b, t));
      add_pair(d * u * g[p], p, at<T>(grad.dB, b, t));
      du += d * dot(B, g[p]);
      ddt += dot(g[p], B * u + A * kept);
      const Complex<T> dA = d * std::conj(kept) * g[p];
      at<T>(grad.dA_log, e, p)[0] += dA.real() * A.real();
      at<T>(grad.dA_imag, e, p)[0] += dA.imag();
      g[p] *= std::conj(a);
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
void complex_scan_forward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction, const ScanOut& out) {
  ScratchScope scope(ctx);
  const int64_t M = in.A_log.shape[1];
  const View state = ctx.scratch({2 * M}, in.u.dtype);
  if (ctx.planning()) return;
  auto* h = reinterpret_cast<Complex<T>*>(state.data);
  for_each_channel<T>(in, rows, direction, [&](const Channel<T>& c) {
    read_state(in.h0, c.b, c.e, M, h);
    for (int64_t step = 0; step < c.walk.length; ++step) {
      if (out.chunk_states.present() && step % kScanChunk == 0)
        std::copy_n(h, M, chunk_state<T>(out.chunk_states, c.b, step / kScanChunk, c.e));
      const int64_t t = c.walk.position(step);
      at<T>(out.y, c.b, t)[c.e] = c.advance(step, h) * c.gate(t);
    }
    for (int64_t t = c.walk.length; t < in.u.shape[1]; ++t) at<T>(out.y, c.b, t)[c.e] = 0;
    write_state(h, c.b, c.e, M, out.hL);
  });
}

template <class T>
void complex_scan_backward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                           const View& chunk_states, const ScanGrad& grad) {
  ScratchScope scope(ctx);
  const int64_t M = in.A_log.shape[1];
  const View states = ctx.scratch({kScanChunk + 1, 2 * M}, in.u.dtype), carry = ctx.scratch({2 * M}, in.u.dtype);
  if (ctx.planning()) return;
  for (const View* view : {&grad.du, &grad.ddt, &grad.dB, &grad.dC, &grad.dz}) fill_zero(*view);
  auto *h = reinterpret_cast<Complex<T>*>(states.data), *g = reinterpret_cast<Complex<T>*>(carry.data);
  for_each_channel<T>(in, rows, direction, [&](const Channel<T>& c) {
    read_state(grad.dhL, c.b, c.e, M, g);
    const int64_t chunks = (c.walk.length + kScanChunk - 1) / kScanChunk;
    for (int64_t chunk = chunks - 1; chunk >= 0; --chunk) {
      const int64_t begin = chunk * kScanChunk, end = std::min(begin + kScanChunk, c.walk.length);
      std::copy_n(chunk_state<T>(chunk_states, c.b, chunk, c.e), M, h);
      for (int64_t step = begin; step < end; ++step) {
        Complex<T>* next = h + (step - begin + 1) * M;
        std::copy_n(next - M, M, next);
        c.advance(step, next);
      }
      backward_chunk(c, grad, begin, end, h, g);
    }
    write_state(g, c.b, c.e, M, grad.dh0);
  });
}

#define UNDULA_COMPLEX_SCAN_REF(T)                                                                        \
  template void complex_scan_forward<T>(Context&, const ScanIn&, const Rows&, Direction, const ScanOut&); \
  template void complex_scan_backward<T>(Context&, const ScanIn&, const Rows&, Direction, const View&, const ScanGrad&);
UNDULA_COMPLEX_SCAN_REF(float)
UNDULA_COMPLEX_SCAN_REF(double)
#undef UNDULA_COMPLEX_SCAN_REF

}  // namespace undula::ref
