#pragma once
#include "core/ops/selective_scan_states_cuda.cuh"
#include "core/ops/selective_scan_tiles_cuda.cuh"

// Backward. With ds = dy silu(z) and g_t the gradient of h_t (the forward's equations and shapes):
//   g_t = C_t ds_t + a_{t+1} g_{t+1},  dC_t += h_t ds_t,  dB_t += dt u g_t,  du = dt sum_n B g + D ds
//   d(dt) = u sum_n B g + sum_n A a g h_{t-1},  dA += dt a g h_{t-1},  dz = dy (sum_n C h + D u) silu'(z)
// Chunks of kScanSteps are walked from last to first. In each the states before every kPart steps are swept up from
// chunk_states, then the parts are walked down with a and h of one part in registers. dB and dC are summed over the
// block's channels in a fixed order and kept for scan_sum_dBC. Grid: (channel blocks, segments, B).
namespace undula::UNDULA_GPU {

inline constexpr int kPart = 8, kParts = kScanSteps / kPart;
inline constexpr int kScanWarps = kScanThreads / kWarp;

template <class Layout>
constexpr size_t scan_backward_shared() {
  constexpr size_t wide = kScanSteps * Layout::kChannels, narrow = kScanSteps * Layout::kStates;
  constexpr size_t swept = kParts * kScanThreads * Layout::S, shares = 2 * kPart * kScanWarps * 2 * Layout::kStates;
  return (3 * wide + 2 * narrow + swept + shares + 8 * kScanThreads) * sizeof(float);
}

/// Blocks that share a multiprocessor: what sets the ceiling on registers.
template <class Layout, template <int> class States>
inline constexpr int kBackwardBlocks = States<Layout::S>::kComplex || Layout::kLanes == 32 ? 2 : 3;

/// Sums each of Count values over the lanes that differ in bits from Mask up, and leaves every lane the sums that
/// `place` says: v[i] is then the sum of value place + i, i < Count >> bits.
template <int Count, int Mask, int Lanes, class V>
UNDULA_DEVICE void sum_over_channels(V& v, int& place) {
  if constexpr (Mask >= Lanes) {
    constexpr int kHalf = Count / 2;
    const bool upper = (lane() & Mask) != 0;
    UNDULA_UNROLL
    for (int i = 0; i < kHalf; ++i) {
      const float kept = upper ? v[kHalf + i] : v[i], sent = upper ? v[i] : v[kHalf + i];
      v[i] = kept + shuffle_xor(sent, Mask);
    }
    if (upper) place += kHalf;
    sum_over_channels<kHalf, Mask / 2, Lanes>(v, place);
  }
}

/// The step after the span of a segment.
template <class T>
UNDULA_DEVICE int64_t scan_span_end(const ScanBackwardParams<T>& p, int64_t segment) {
  return segment * p.rows.segment_steps + smaller(p.span_begin + p.span_steps, p.rows.segment_steps);
}

template <class T, class Layout, template <int> class States>
UNDULA_KERNEL UNDULA_BOUNDS(kScanThreads,
                            (kBackwardBlocks<Layout, States>)) void scan_backward(ScanBackwardParams<T> p) {
  constexpr int kLanes = Layout::kLanes, S = Layout::S, kStates = Layout::kStates, kChannels = Layout::kChannels;
  constexpr int kWide = kScanSteps * kChannels, kNarrow = kScanSteps * kStates;
  constexpr int kShare = kScanWarps * 2 * kStates, kOwn = kStates / 16;  // of one step; of one lane
  SharedMemory memory;
  auto* swept = memory.take<float>(kParts * kScanThreads * S);
  auto* B = memory.take<float>(kNarrow);
  auto* C = memory.take<float>(kNarrow);
  auto* drive = memory.take<float>(2 * kWide);  // dt, or kForget, and dt u; afterwards sum_n B g and
                                                // sum_n A log2(e) a g h_before
  auto* pull = memory.take<float>(kWide);       // ds; afterwards sum_n C h
  auto* shares = memory.take<float>(2 * kPart * kShare);
  auto* totals = memory.take<float>(8 * kScanThreads);  // dD and ddt_bias as each thread sums its four channels'

  const Walk walk(p.rows, block_z());
  const int64_t segment = block_y();
  const int channel = static_cast<int>(block_x()) * kChannels;
  const int begin = static_cast<int>(segment * p.rows.segment_steps + p.span_begin);
  const int end = static_cast<int>(smaller(scan_span_end(p, segment), walk.length));
  const int columns = static_cast<int>(smaller(kChannels, p.rates.E - channel));
  const int c = thread() / kLanes, j = thread() % kLanes;
  const int e = channel + c;
  const Quad<kChannels> quad(columns);
  const Quad<kStates> narrow(p.rates.N);
  const States<S> states(p.rates, e, j * S);
  float g[S], dA[S] = {};
  load_states(p.g_in, walk.b, segment, e, j * S, p.rates, g);
  float *dD_total = totals + 4 * thread(), *dt_bias_total = dD_total + 4 * kScanThreads;
  store_items<float, 4>(dD_total, {});
  store_items<float, 4>(dt_bias_total, {});
  const auto load_plane = [&](const Plane<const T>& plane, int64_t t, float(&x)[4]) {
    quad.load(plane.at(walk.b, t) + channel + quad.column, x, p.aligned);
  };
  const auto store_plane = [&](const Plane<T>& plane, int64_t t, const float(&x)[4]) {
    quad.store(plane.at(walk.b, t) + channel + quad.column, x, p.aligned);
  };

  for (int first = begin + (end - 1 - begin) / kScanSteps * kScanSteps; begin < end && first >= begin;
       first -= kScanSteps) {
    const int count = end - first < kScanSteps ? end - first : kScanSteps, parts = (count + kPart - 1) / kPart;
    float dt_bias[4];
    quad.load_rates(p.rates.dt_bias + channel, dt_bias);
    for (int step = quad.row; step < parts * kPart; step += quad.kRows) {
      const int i = step * kChannels + quad.column;
      float d[4] = {}, x[4] = {}, ds[4] = {};
      if (step < count) {
        const int64_t t = walk.position(first + step);
        load_plane(p.dt, t, d);
        load_plane(p.u, t, x);
        load_plane(p.dy, t, ds);
        const bool start = walk.starts_record(first + step);
        UNDULA_UNROLL
        for (int k = 0; k < 4; ++k) {
          d[k] = softplus(d[k] + dt_bias[k]);
          x[k] *= d[k];
          if (start) d[k] = kForget;
        }
        if (p.z.data) {
          float gate[4];
          load_plane(p.z, t, gate);
          UNDULA_UNROLL
          for (int k = 0; k < 4; ++k) ds[k] *= silu(gate[k]);
        }
      }
      store_items<float, 4>(drive + 2 * i, {d[0], x[0], d[1], x[1]});
      store_items<float, 4>(drive + 2 * i + 4, {d[2], x[2], d[3], x[3]});
      store_items<float, 4>(pull + i, ds);
    }
    for (int step = narrow.row; step < parts * kPart; step += narrow.kRows) {
      float b[4] = {}, out[4] = {};
      if (step < count) {
        const int64_t t = walk.position(first + step);
        narrow.load(p.B.at(walk.b, t) + narrow.column, b, p.aligned_states);
        narrow.load(p.C.at(walk.b, t) + narrow.column, out, p.aligned_states);
      }
      store_items<float, 4>(B + step * kStates + narrow.column, b);
      store_items<float, 4>(C + step * kStates + narrow.column, out);
    }
    sync_block();

    float h[S];
    const StateBlock saved{const_cast<float*>(p.chunk_states), p.chunks * p.rates.E * p.rates.N, p.rates.E * p.rates.N,
                           p.rates.N, 1};
    load_states(saved, walk.b, first / kScanSteps, e, j * S, p.rates, h);
    float* own_swept = swept + thread() * S;
    for (int part = 0; part < parts; ++part) {
      store_items<float, S>(own_swept + part * kScanThreads * S, h);
      if (part == parts - 1) break;
      UNDULA_UNROLL
      for (int i = 0; i < kPart; ++i) {
        const int step = part * kPart + i;
        float a[S], b[S], dx[2];
        load_items<float, S>(B + step * kStates + j * S, b);
        load_items<float, 2>(drive + 2 * (step * kChannels + c), dx);
        states.decay(dx[0], a);
        states.advance(a, dx[1], b, h);
      }
    }
    for (int part = parts - 1; part >= 0; --part) {
      float a[kPart][S], after[kPart][S];
      load_items<float, S>(own_swept + part * kScanThreads * S, h);
      UNDULA_UNROLL
      for (int i = 0; i < kPart; ++i) {
        const int step = part * kPart + i;
        float b[S], dx[2];
        load_items<float, S>(B + step * kStates + j * S, b);
        load_items<float, 2>(drive + 2 * (step * kChannels + c), dx);
        states.decay(dx[0], a[i]);
        states.advance(a[i], dx[1], b, h);
        UNDULA_UNROLL
        for (int s = 0; s < S; ++s) after[i][s] = h[s];
      }
      float* share = shares + part % 2 * kPart * kShare + warp() * 2 * kStates;
      UNDULA_UNROLL
      for (int half = 1; half >= 0; --half) {
        float Bg[4], Ah[4], Ch[4];
        UNDULA_UNROLL
        for (int k = 3; k >= 0; --k) {
          const int i = half * 4 + k, step = part * kPart + i;
          const float ds = pull[step * kChannels + c];
          float b[S], out[S], v[2 * S], dx[2];
          load_items<float, 2>(drive + 2 * (step * kChannels + c), dx);
          load_items<float, S>(B + step * kStates + j * S, b);
          load_items<float, S>(C + step * kStates + j * S, out);
          states.pull(out, ds, g);
          Ch[k] = states.read(out, after[i]);
          Bg[k] = states.dot(b, g);
          UNDULA_UNROLL
          for (int s = 0; s < S; ++s) v[s] = dx[1] * g[s];
          states.output_gradient(after[i], ds, v + S);
          if (i == 0) load_items<float, S>(own_swept + part * kScanThreads * S, h);
          Ah[k] = states.back(a[i], i == 0 ? h : after[i == 0 ? 0 : i - 1], dx[0], g, dA);
          int place = 0;
          sum_over_channels<2 * S, kWarp / 2, kLanes>(v, place);
          UNDULA_UNROLL
          for (int own_value = 0; own_value < kOwn; ++own_value) {
            const int value = place + own_value;  // below S: of dB, from S on: of dC
            share[i * kShare + (value < S ? 0 : kStates) + j * S + value % S] = v[own_value];
          }
        }
        const float sum_Bg = sum_four<kLanes>(Bg), sum_Ah = sum_four<kLanes>(Ah), sum_Ch = sum_four<kLanes>(Ch);
        sync_warp();  // all lanes of the channel have read what the sums replace
        if (j < 4) {
          const int at = (part * kPart + half * 4 + j) * kChannels + c;
          store_items<float, 2>(drive + 2 * at, {sum_Bg, sum_Ah});
          pull[at] = sum_Ch;
        }
      }
      sync_block();
      const int64_t block =
          ((block_x() * blocks_z() + walk.b) * p.segments + segment) * p.span_steps + first - begin + part * kPart;
      float* to = p.dBC + block * 2 * kStates;
      for (int i = thread(); i < kPart * 2 * kStates; i += kScanThreads) {
        const float* from = shares + part % 2 * kPart * kShare + i / (2 * kStates) * kShare + i % (2 * kStates);
        float sum = from[0];
        UNDULA_UNROLL
        for (int w = 1; w < kScanWarps; ++w) sum += from[w * 2 * kStates];
        to[i] = sum;
      }
    }

    float D[4], dD[4], ddt_bias[4];
    quad.load_rates(p.rates.D + channel, D);
    quad.load_rates(p.rates.dt_bias + channel, dt_bias);
    load_items<float, 4>(dD_total, dD);
    load_items<float, 4>(dt_bias_total, ddt_bias);
    for (int step = quad.row; step < count; step += quad.kRows) {
      const int64_t t = walk.position(first + step);
      const int i = step * kChannels + quad.column;
      float u[4], raw[4], ds[4], out[4], Bg_Ah[2][4];
      load_plane(p.u, t, u);
      load_plane(p.dt, t, raw);
      load_plane(p.dy, t, ds);
      if (p.z.data) {
        float gate[4];
        load_plane(p.z, t, gate);
        load_items<float, 4>(pull + i, out);
        UNDULA_UNROLL
        for (int k = 0; k < 4; ++k) {
          const float s = sigmoid(gate[k]);
          out[k] = ds[k] * fma(D[k], u[k], out[k]) * s * (1 + gate[k] * (1 - s));
          ds[k] *= gate[k] * s;
        }
        store_plane(p.dz, t, out);
      }
      load_items<float, 4>(drive + 2 * i, Bg_Ah[0]);
      load_items<float, 4>(drive + 2 * i + 4, Bg_Ah[1]);
      UNDULA_UNROLL
      for (int k = 0; k < 4; ++k) {
        const float Bg = Bg_Ah[k / 2][k % 2 * 2], Ah = Bg_Ah[k / 2][k % 2 * 2 + 1];
        raw[k] += dt_bias[k];
        out[k] = fma(softplus(raw[k]), Bg, D[k] * ds[k]);
        raw[k] = fma(u[k], Bg, kLn2 * Ah) * softplus_derivative(raw[k]);
        dD[k] = fma(u[k], ds[k], dD[k]);
        ddt_bias[k] += raw[k];
      }
      store_plane(p.du, t, out);
      store_plane(p.ddt, t, raw);
    }
    store_items<float, 4>(dD_total, dD);
    store_items<float, 4>(dt_bias_total, ddt_bias);
  }

  store_states(p.g_out, walk.b, segment, e, j * S, p.rates, g);
  if (segment == 0) store_states(p.dh0, walk.b, 0, e, j * S, p.rates, g);
  if (!p.first) {
    float before[S];
    load_states(p.dA, walk.b, segment, e, j * S, p.rates, before);
    UNDULA_UNROLL
    for (int s = 0; s < S; ++s) dA[s] += before[s];
  }
  store_states(p.dA, walk.b, segment, e, j * S, p.rates, dA);
  sync_block();
  if (thread() < columns) {
    float dD = 0, ddt_bias = 0;
    for (int k = 0; k < quad.kRows; ++k) {
      dD += totals[k * kChannels + thread()];
      ddt_bias += totals[4 * kScanThreads + k * kChannels + thread()];
    }
    const int64_t at = (walk.b * p.segments + segment) * p.rates.E + channel + thread();
    float *to_D = p.dD + at, *to_bias = p.ddt_bias + at;
    *to_D = p.first ? dD : *to_D + dD;
    *to_bias = p.first ? ddt_bias : *to_bias + ddt_bias;
  }
  const int64_t from = begin > walk.length ? begin : walk.length, to = smaller(scan_span_end(p, segment), p.rows.L);
  for (int64_t t = from + quad.row; t < to; t += quad.kRows) {
    store_plane(p.du, t, {});
    store_plane(p.ddt, t, {});
    if (p.z.data) store_plane(p.dz, t, {});
  }
}

}  // namespace undula::UNDULA_GPU
