#pragma once
#include "core/ops/selective_scan_states_cuda.cuh"
#include "core/ops/selective_scan_tiles_cuda.cuh"

// A segment is an affine map of the state: h_end = exp(A sum dt) h_start + (h_end from a zero start); its mirror maps
// gradients. Summaries of all segments, then one pass that hands states from segment to segment. Real A.
namespace undula::UNDULA_GPU {

template <class Layout>
constexpr size_t scan_summary_shared() {
  return kScanTile * (2 * Layout::kChannels + Layout::kStates) * sizeof(float);
}

/// Forward: h <- a h + dt u B from the first step on. Backward: g <- a (g + C dy silu(z)) from the last step down.
/// Grid: (channel blocks, segments, B).
template <class T, class Layout, bool Backward>
UNDULA_KERNEL void scan_summary(ScanSummaryParams<T> p) {
  constexpr int kLanes = Layout::kLanes, S = Layout::S, kStates = Layout::kStates, kChannels = Layout::kChannels;
  SharedMemory memory;
  auto* decay = memory.take<float>(kScanTile * kChannels);
  auto* input = memory.take<float>(kScanTile * kChannels);
  auto* narrow = memory.take<float>(kScanTile * kStates);  // B, or C

  const Walk walk(p.rows, block_z());
  const int64_t segment = block_y(), channel = block_x() * kChannels;
  const int64_t begin = segment * p.rows.segment_steps;
  const int64_t end = smaller(begin + p.rows.segment_steps, walk.length);
  const int c = thread() / kLanes, j = thread() % kLanes, own = thread() % kChannels;
  const bool there = channel + own < p.rates.E;
  const float dt_bias = there ? p.rates.dt_bias[channel + own] : 0;
  const RealStates<S> states(p.rates, channel + c, j * S);
  float h[S] = {}, sum = 0;
  const Plane<const T>& in = Backward ? p.C : p.B;
  for (int64_t done = 0; begin + done < end; done += kScanTile) {
    const int count = static_cast<int>(smaller(end - begin - done, kScanTile));
    const auto position = [&](int i) { return walk.position(Backward ? end - 1 - done - i : begin + done + i); };
    sync_block();
    for (int i = thread(); i < count * kChannels; i += kScanThreads) {
      const int64_t t = position(i / kChannels), at = channel + own;
      float d = 0, x = 0;
      if (there) {
        d = softplus(load(p.dt.at(walk.b, t) + at) + dt_bias);
        x = Backward ? load(p.dy.at(walk.b, t) + at) : d * load(p.u.at(walk.b, t) + at);
        if (Backward && p.z.data) {
          const float gate = load(p.z.at(walk.b, t) + at);
          x *= gate * sigmoid(gate);
        }
        if (walk.starts_record(Backward ? end - 1 - done - i / kChannels : begin + done + i / kChannels)) d = kForget;
      }
      decay[i] = d;
      input[i] = x;
    }
    for (int i = thread(); i < count * kStates; i += kScanThreads) {
      const int n = i % kStates;
      narrow[i] = n < p.rates.N ? load(in.at(walk.b, position(i / kStates)) + n) : 0;
    }
    sync_block();
    for (int i = 0; i < count; ++i) {
      float a[S], b[S];
      const float d = decay[i * kChannels + c], x = input[i * kChannels + c];
      load_items<float, S>(narrow + i * kStates + j * S, b);
      states.decay(d, a);
      if constexpr (Backward) {
        states.pull(b, x, h);
        states.turn_back(a, h);
      } else {
        states.advance(a, x, b, h);
      }
      sum += d;
    }
  }
  store_states(p.end, walk.b, segment, channel + c, j * S, p.rates, h);
  if (j == 0 && channel + c < p.rates.E) *p.sum_dt.at(walk.b, segment, channel + c, 0) = sum;
}

struct ScanCarryParams {
  ScanRates rates;
  StateBlock first;   ///< the state before the first segment, or the gradient after the last
  StateBlock ends;    ///< (B, segments, E, N): ends of segments that start from zero become the states they start from
  StateBlock sum_dt;  ///< (B, segments, E)
  int64_t segments;
  bool reverse;
};

/// Grid: (blocks of E N, 1, B).
UNDULA_KERNEL void scan_carry(ScanCarryParams p) {
  const int64_t i = block_x() * threads() + thread(), b = block_z(), e = i / p.rates.N, n = i % p.rates.N;
  if (e >= p.rates.E) return;
  const float A = -exp(p.rates.A_log[e * p.rates.A_log_row + n]) * kLog2E;
  float state = p.first.data ? *p.first.at(b, 0, e, n) : 0;
  for (int64_t k = 0; k < p.segments; ++k) {
    const int64_t segment = p.reverse ? p.segments - 1 - k : k;
    float* at = p.ends.at(b, segment, e, n);
    const float end = *at;
    *at = state;
    state = fma(exp2_fast(A * *p.sum_dt.at(b, segment, e, 0)), state, end);
  }
}

}  // namespace undula::UNDULA_GPU
