#pragma once
#include "core/ops/s4d_scan_params_cuda.cuh"

// S4D forward. Per channel e and pair p, with a and c of S4dPair:
//   h_t = a h_{t-1} + u_t,  y_t = 2 Re(sum_p c h_t) + D u_t
// u, y (B, L, E), h (B, 2M, E). Grid: (channel blocks, 1, B).
namespace undula::UNDULA_GPU {

template <class T>
struct S4dForwardParams {
  ScanRows rows;
  S4dModes modes;
  Plane<const T> u;
  Plane<T> y;
  StateBlock h0, hL;  ///< (B, 2M, E)
  StateBlock states;  ///< (B, spans, 2M, E): before every kS4dSteps steps
  bool aligned;
};

template <class T, class Layout>
constexpr size_t s4d_forward_shared() {
  return kScanTile * Layout::kChannels * (2 * sizeof(T) + sizeof(float)) + kScanTile * sizeof(int);
}

template <class T, class Layout>
UNDULA_KERNEL void s4d_forward(S4dForwardParams<T> p) {
  constexpr int S = Layout::S, kLanes = Layout::kLanes, kChannels = Layout::kChannels;
  constexpr int kWide = kScanTile * kChannels;
  SharedMemory memory;
  T* raw = memory.take<T>(2 * kWide);
  auto* sums = memory.take<float>(kWide);
  auto* starts = memory.take<int>(kScanTile);
  const Walk walk(p.rows, block_z());
  const int64_t channel = block_x() * kChannels, columns = smaller(kChannels, p.modes.E - channel);
  const int c = thread() / kLanes, j = thread() % kLanes, own = thread() % kChannels;
  const int64_t e = channel + c;
  const bool there = own < columns;
  const float D = there ? p.modes.D[channel + own] : 0;
  const S4dStates<S> states(p.modes, e, j * S);
  float h[S];
  load_states(p.h0, walk.b, 0, e, j * S, p.modes, h);

  const auto stage_tile = [&](int first, int buffer) {
    const int64_t count = smaller(walk.length - first, kScanTile);
    stage<kChannels>(raw + buffer * kWide, static_cast<int>(count), p.u, walk, first, count, channel, columns,
                     p.aligned);
    commit_copies();
  };
  if (walk.length > 0) stage_tile(0, 0);
  int buffer = 0;
  for (int first = 0; first < walk.length; first += kScanTile, buffer ^= 1) {
    wait_copies<0>();
    const int count = static_cast<int>(smaller(walk.length - first, kScanTile));
    if (thread() < count) starts[thread()] = walk.starts_record(first + thread()) ? 1 : 0;
    sync_block();
    if (first + kScanTile < walk.length) stage_tile(first + kScanTile, buffer ^ 1);
    const T* u = raw + buffer * kWide;
    if (first % kS4dSteps == 0) store_states(p.states, walk.b, first / kS4dSteps, e, j * S, p.modes, h);
    for (int step = 0; step < count; step += 4) {
      float four[4];
      UNDULA_UNROLL
      for (int i = 0; i < 4; ++i) {
        four[i] = 0;
        if (step + i >= count) continue;
        if (starts[step + i]) clear(h);
        states.advance(load(u + (step + i) * kChannels + c), h);
        four[i] = states.read(h);
      }
      const float sum = sum_four<kLanes>(four);
      if (j < 4 && step + j < count) sums[(step + j) * kChannels + c] = sum;
    }
    sync_block();
    for (int i = thread(); i < count * kChannels; i += kScanThreads) {
      if (there) {
        store(p.y.at(walk.b, walk.position(first + i / kChannels)) + channel + own, fma(D, load(u + i), sums[i]));
      }
    }
  }
  store_states(p.hL, walk.b, 0, e, j * S, p.modes, h);
  for (int64_t i = thread(); i < (p.rows.L - walk.length) * kChannels; i += kScanThreads) {
    if (there) store(p.y.at(walk.b, walk.length + i / kChannels) + channel + own, 0.0F);
  }
}

}  // namespace undula::UNDULA_GPU
