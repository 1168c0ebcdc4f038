#pragma once
#include "core/ops/s4d_scan_params_cuda.cuh"

// S4D backward, gradients of complex numbers being dL/dRe + i dL/dIm, with g_t that of h_t (the forward's equations):
//   g_t = 2 conj(c) dy_t + conj(a) g_{t+1},  du_t = Re(sum_p g_t) + D dy_t,  dc += 2 conj(h_t) dy_t,
//   da += conj(h_{t-1}) g_t
// Spans of kS4dSteps are walked from last to first; in each the states before every kS4dPart steps are swept up from
// the saved ones, then the parts are walked down. Shares of da and dc, one for each row, are summed by s4d_sum_modes.
// Grid: (channel blocks, 1, B).
namespace undula::UNDULA_GPU {

template <class T>
struct S4dBackwardParams {
  ScanRows rows;
  S4dModes modes;
  Plane<const T> u, dy;
  Plane<T> du;
  StateBlock states;  ///< (B, spans, 2M, E)
  StateBlock dhL, dh0;
  StateBlock da, dc;  ///< (B, E, 2M)
  float* dD;          ///< (B, E)
};

template <class Layout>
constexpr size_t s4d_backward_shared() {
  constexpr size_t wide = kS4dSteps * Layout::kChannels;
  return (2 * wide + kS4dSteps / kS4dPart * kScanThreads * Layout::S + kScanThreads) * sizeof(float) +
         kS4dSteps * sizeof(int);
}

template <class T, class Layout>
UNDULA_KERNEL UNDULA_BOUNDS(kScanThreads, 3) void s4d_backward(S4dBackwardParams<T> p) {
  constexpr int S = Layout::S, kLanes = Layout::kLanes, kChannels = Layout::kChannels;
  constexpr int kWide = kS4dSteps * kChannels, kStride = kScanThreads * S;
  SharedMemory memory;
  auto* swept = memory.take<float>(kS4dSteps / kS4dPart * kStride);
  auto* u = memory.take<float>(kWide);
  auto* dy = memory.take<float>(kWide);  // afterwards Re(sum_p g)
  auto* totals = memory.take<float>(kScanThreads);
  auto* starts = memory.take<int>(kS4dSteps);
  const Walk walk(p.rows, block_z());
  const int64_t channel = block_x() * kChannels, columns = smaller(kChannels, p.modes.E - channel);
  const int c = thread() / kLanes, j = thread() % kLanes, own = thread() % kChannels;
  const int64_t e = channel + c;
  const bool there = own < columns;
  const S4dStates<S> states(p.modes, e, j * S);
  float g[S], da[S] = {}, dc[S] = {}, dD = 0;
  load_states(p.dhL, walk.b, 0, e, j * S, p.modes, g);
  float* own_swept = swept + thread() * S;

  for (int first = (walk.length - 1) / kS4dSteps * kS4dSteps; walk.length > 0 && first >= 0; first -= kS4dSteps) {
    const int count = static_cast<int>(smaller(walk.length - first, kS4dSteps));
    const int parts = (count + kS4dPart - 1) / kS4dPart;
    for (int i = thread(); i < count * kChannels; i += kScanThreads) {
      const int64_t t = walk.position(first + i / kChannels);
      u[i] = there ? load(p.u.at(walk.b, t) + channel + own) : 0;
      dy[i] = there ? load(p.dy.at(walk.b, t) + channel + own) : 0;
      dD = fma(u[i], dy[i], dD);
    }
    for (int i = thread(); i < count; i += kScanThreads) starts[i] = walk.starts_record(first + i) ? 1 : 0;
    sync_block();
    float h[S];
    load_states(p.states, walk.b, first / kS4dSteps, e, j * S, p.modes, h);
    for (int part = 0; part < parts; ++part) {
      store_items<float, S>(own_swept + part * kStride, h);
      if (part == parts - 1) break;
      for (int step = part * kS4dPart; step < (part + 1) * kS4dPart; ++step) {
        if (starts[step]) clear(h);
        states.advance(u[step * kChannels + c], h);
      }
    }
    for (int part = parts - 1; part >= 0; --part) {
      float after[kS4dPart][S], sums[2];
      load_items<float, S>(own_swept + part * kStride, h);
      UNDULA_UNROLL
      for (int i = 0; i < kS4dPart; ++i) {
        const int step = part * kS4dPart + i;
        if (step < count) {
          if (starts[step]) clear(h);
          states.advance(u[step * kChannels + c], h);
        }
        UNDULA_UNROLL
        for (int s = 0; s < S; ++s) after[i][s] = h[s];
      }
      load_items<float, S>(own_swept + part * kStride, h);
      UNDULA_UNROLL
      for (int half = 1; half >= 0; --half) {
        float Re[4];
        UNDULA_UNROLL
        for (int k = 3; k >= 0; --k) {
          const int i = half * 4 + k, step = part * kS4dPart + i;
          Re[k] = 0;
          if (step >= count) continue;
          const float pull = dy[step * kChannels + c];
          const bool start = starts[step] != 0;
          UNDULA_UNROLL
          for (int s = 0; s < S; s += 2) {
            const float* before = i == 0 ? h : after[i == 0 ? 0 : i - 1];
            const float real = start ? 0 : before[s], imag = start ? 0 : before[s + 1];
            g[s] = fma(states.c[s], pull, g[s]);
            g[s + 1] = fma(states.c[s + 1], pull, g[s + 1]);
            Re[k] += g[s];
            dc[s] = fma(2 * after[i][s], pull, dc[s]);
            dc[s + 1] = fma(-2 * after[i][s + 1], pull, dc[s + 1]);
            da[s] = fma(real, g[s], fma(imag, g[s + 1], da[s]));
            da[s + 1] = fma(real, g[s + 1], fma(-imag, g[s], da[s + 1]));
          }
          states.turn_back(g);
          if (start) clear(g);
        }
        sums[half] = sum_four<kLanes>(Re);
      }
      sync_warp();  // all lanes of the channel have read what the sums replace
      UNDULA_UNROLL
      for (int half = 0; half < 2; ++half) {
        const int step = part * kS4dPart + half * 4 + j;
        if (j < 4 && step < count) dy[step * kChannels + c] = sums[half];
      }
    }
    sync_block();
    for (int i = thread(); i < count * kChannels; i += kScanThreads) {
      if (!there) continue;
      const int64_t t = walk.position(first + i / kChannels), at = channel + own;
      store(p.du.at(walk.b, t) + at, fma(p.modes.D[at], load(p.dy.at(walk.b, t) + at), dy[i]));
    }
    sync_block();
  }
  store_states(p.dh0, walk.b, 0, e, j * S, p.modes, g);
  store_states(p.da, walk.b, 0, e, j * S, p.modes, da);
  store_states(p.dc, walk.b, 0, e, j * S, p.modes, dc);
  totals[thread()] = dD;
  sync_block();
  if (thread() < columns) {
    for (int k = 1; k < kLanes; ++k) dD += totals[k * kChannels + thread()];
    p.dD[walk.b * p.modes.E + channel + thread()] = dD;
  }
  for (int64_t i = thread(); i < (p.rows.L - walk.length) * kChannels; i += kScanThreads) {
    if (there) store(p.du.at(walk.b, walk.length + i / kChannels) + channel + own, 0.0F);
  }
}

struct S4dSumParams {
  S4dModes modes;
  const float *da, *dc, *dD;  ///< (B, E, 2M), likewise, (B, E)
  int64_t B;
  float *dlog_A_real, *dA_imag, *dC, *dlog_dt, *dD_sum;  ///< added to
  int64_t dlog_A_real_row, dA_imag_row, dC_row, dC_pair;
};

/// The gradients of parameters from the shares of all rows in order, by way of z = dt A: dz = conj(a) da and
/// what c = C (a - 1) / A adds (S4dMode::gradient). A thread takes a channel.
UNDULA_KERNEL void s4d_sum_modes(S4dSumParams p) {
  const int64_t e = block_x() * threads() + thread(), E = p.modes.E, N = p.modes.N;
  if (e >= E) return;
  double dlog_dt = 0, dD = 0;
  for (int64_t pair = 0; pair < N / 2; ++pair) {
    Complex64 da{0, 0}, dc{0, 0};
    for (int64_t b = 0; b < p.B; ++b) {
      const int64_t at = (b * E + e) * N + 2 * pair;
      da = {da.real + p.da[at], da.imag + p.da[at + 1]};
      dc = {dc.real + p.dc[at], dc.imag + p.dc[at + 1]};
    }
    const S4dPair mode(p.modes, e, pair);
    const Complex64 dfactor = times(conjugate(mode.C), dc);
    Complex64 dz = times(conjugate(mode.a), da);
    const Complex64 by_a = times(conjugate(over(mode.a, mode.A)), dfactor);
    dz = {dz.real + by_a.real, dz.imag + by_a.imag};
    const Complex64 by_A = times(conjugate(over(mode.factor, mode.A)), dfactor);
    const Complex64 dA{mode.dt * dz.real - by_A.real, mode.dt * dz.imag - by_A.imag};
    const Complex64 dC = times(conjugate(mode.factor), dc);
    float* to_C = p.dC + e * p.dC_row + pair * p.dC_pair;
    p.dlog_A_real[e * p.dlog_A_real_row + pair] += static_cast<float>(dA.real * mode.A.real);
    p.dA_imag[e * p.dA_imag_row + pair] += static_cast<float>(dA.imag);
    to_C[0] += static_cast<float>(dC.real);
    to_C[1] += static_cast<float>(dC.imag);
    dlog_dt += times(conjugate(mode.A), dz).real * mode.dt;
  }
  for (int64_t b = 0; b < p.B; ++b) dD += static_cast<double>(p.dD[b * E + e]);
  p.dlog_dt[e] += static_cast<float>(dlog_dt);
  p.dD_sum[e] += static_cast<float>(dD);
}

}  // namespace undula::UNDULA_GPU
