#pragma once
#include "core/ops/selective_scan_states_cuda.cuh"
#include "core/ops/selective_scan_tiles_cuda.cuh"

// Forward. With dt = softplus(dt_raw + dt_bias), per channel e and state n:
//   h_t = exp(dt_t A) h_{t-1} + dt_t u_t B_t,   y_t = (sum_n C_t h_t + D u_t) silu(z_t)
// u, dt, z, y (B, L, E), B, C (B, L, N), A (E, N). Tiles of kScanTile steps are staged by asynchronous copies while the
// one before is scanned. Grid: (channel blocks, segments, B).
namespace undula::UNDULA_GPU {

/// Bytes of shared memory.
template <class T, class Layout>
constexpr size_t scan_forward_shared() {
  constexpr size_t wide = kScanTile * Layout::kChannels, narrow = kScanTile * Layout::kStates;
  return 2 * (3 * wide + 2 * narrow) * sizeof(T) + (3 * wide + 2 * narrow) * sizeof(float);
}

template <class T, class Layout, template <int> class States>
UNDULA_KERNEL void scan_forward(ScanForwardParams<T> p) {
  constexpr int kLanes = Layout::kLanes, S = Layout::S, kStates = Layout::kStates, kChannels = Layout::kChannels;
  constexpr int kWide = kScanTile * kChannels, kNarrow = kScanTile * kStates;
  SharedMemory memory;
  T* raw = memory.take<T>(2 * (3 * kWide + 2 * kNarrow));  // twice u, dt, z, B, C as they are
  auto* decay = memory.take<float>(kWide);                 // dt, or kForget
  auto* input = memory.take<float>(kWide);                 // dt u
  auto* sums = memory.take<float>(kWide);                  // sum_n C h
  auto* B = memory.take<float>(kNarrow);
  auto* C = memory.take<float>(kNarrow);

  const Walk walk(p.rows, block_z());
  const int64_t segment = block_y(), channel = block_x() * kChannels;
  const int64_t begin = segment * p.rows.segment_steps, stop = begin + p.rows.segment_steps;
  const int64_t end = smaller(stop, walk.length), columns = smaller(kChannels, p.rates.E - channel);
  // As a lane of the scan, and in element-wise work.
  const int c = thread() / kLanes, j = thread() % kLanes, own = thread() % kChannels;
  const int64_t e = channel + c;
  const bool there = own < columns;
  const float D = there ? p.rates.D[channel + own] : 0, dt_bias = there ? p.rates.dt_bias[channel + own] : 0;
  const States<S> states(p.rates, e, j * S);
  float h[S];
  load_states(p.h_in, walk.b, segment, e, j * S, p.rates, h);

  const auto stage_tile = [&](int64_t first, int buffer) {
    T* to = raw + buffer * (3 * kWide + 2 * kNarrow);
    const int64_t count = smaller(end - first, kScanTile);
    const int rows = static_cast<int>((count + 3) / 4 * 4);
    stage<kChannels>(to, rows, p.u, walk, first, count, channel, columns, p.aligned);
    stage<kChannels>(to + kWide, rows, p.dt, walk, first, count, channel, columns, p.aligned);
    if (p.z.data) stage<kChannels>(to + 2 * kWide, rows, p.z, walk, first, count, channel, columns, p.aligned);
    stage<kStates>(to + 3 * kWide, rows, p.B, walk, first, count, 0, p.rates.N, p.aligned_states);
    stage<kStates>(to + 3 * kWide + kNarrow, rows, p.C, walk, first, count, 0, p.rates.N, p.aligned_states);
    commit_copies();
  };
  if (begin < end) stage_tile(begin, 0);
  int buffer = 0;
  for (int64_t first = begin; first < end; first += kScanTile, buffer ^= 1) {
    wait_copies<0>();
    sync_block();
    if (first + kScanTile < end) stage_tile(first + kScanTile, buffer ^ 1);
    const T *u = raw + buffer * (3 * kWide + 2 * kNarrow), *dt = u + kWide, *z = dt + kWide, *narrow = z + kWide;
    const int count = static_cast<int>(smaller(end - first, kScanTile)), rows = (count + 3) / 4 * 4;
    for (int i = thread(); i < rows * kChannels; i += kScanThreads) {
      const int step = i / kChannels;
      const float d = step < count ? softplus(load(dt + i) + dt_bias) : 0;
      input[i] = d * load(u + i);
      decay[i] = step < count && walk.starts_record(first + step) ? kForget : d;
    }
    for (int i = thread(); i < rows * kStates; i += kScanThreads) {
      B[i] = load(narrow + i);
      C[i] = load(narrow + kNarrow + i);
    }
    sync_block();
    if (p.chunk_states && first % kScanSteps == 0) {
      const StateBlock chunk{p.chunk_states, p.chunks * p.rates.E * p.rates.N, p.rates.E * p.rates.N, p.rates.N, 1};
      store_states(chunk, walk.b, first / kScanSteps, e, j * S, p.rates, h);
    }
    for (int step = 0; step < rows; step += 4) {
      float four[4];
      UNDULA_UNROLL
      for (int i = 0; i < 4; ++i) {
        float a[S], b[S], out[S];
        load_items<float, S>(B + (step + i) * kStates + j * S, b);
        load_items<float, S>(C + (step + i) * kStates + j * S, out);
        states.decay(decay[(step + i) * kChannels + c], a);
        states.advance(a, input[(step + i) * kChannels + c], b, h);
        four[i] = states.read(out, h);
      }
      const float sum = sum_four<kLanes>(four);
      if (j < 4) sums[(step + j) * kChannels + c] = sum;
    }
    sync_block();
    for (int i = thread(); i < count * kChannels; i += kScanThreads) {
      if (!there) continue;
      const float s = fma(D, load(u + i), sums[i]);
      const float gate = p.z.data ? load(z + i) : 0;
      store(p.y.at(walk.b, walk.position(first + i / kChannels)) + channel + own,
            p.z.data ? s * gate * sigmoid(gate) : s);
    }
  }
  if (segment == p.segments - 1) store_states(p.h_out, walk.b, 0, e, j * S, p.rates, h);
  const int64_t from = begin > walk.length ? begin : walk.length, to = smaller(stop, p.rows.L);
  for (int64_t i = thread(); i < (to - from) * kChannels; i += kScanThreads) {
    if (there) store(p.y.at(walk.b, from + i / kChannels) + channel + own, 0.0F);
  }
}

}  // namespace undula::UNDULA_GPU
