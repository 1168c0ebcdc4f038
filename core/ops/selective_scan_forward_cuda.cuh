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
  auto* drive = memory.take<float>(2 * kWide);             // dt, or kForget, and dt u, in turn
  auto* sums = memory.take<float>(kWide);                  // sum_n C h
  auto* B = memory.take<float>(kNarrow);
  auto* C = memory.take<float>(kNarrow);

  const Walk walk(p.rows, block_z());
  const int64_t segment = block_y(), channel = block_x() * kChannels;
  const int64_t begin = segment * p.rows.segment_steps, stop = begin + p.rows.segment_steps;
  const int64_t end = smaller(stop, walk.length), columns = smaller(kChannels, p.rates.E - channel);
  const int c = thread() / kLanes, j = thread() % kLanes;  // as a lane of the scan
  const Quad<kChannels> quad(columns);                     // in element-wise work
  const int64_t e = channel + c;
  float D[4], dt_bias[4];
  quad.load_rates(p.rates.D + channel, D);
  quad.load_rates(p.rates.dt_bias + channel, dt_bias);
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
    for (int step = quad.row; step < rows; step += quad.kRows) {
      const int i = step * kChannels + quad.column;
      float d[4] = {}, x[4] = {};
      if (step < count) {
        load_items<T, 4>(dt + i, d);
        load_items<T, 4>(u + i, x);
        const bool start = walk.starts_record(first + step);
        UNDULA_UNROLL
        for (int k = 0; k < 4; ++k) {
          d[k] = softplus(d[k] + dt_bias[k]);
          x[k] *= d[k];
          if (start) d[k] = kForget;
        }
      }
      store_items<float, 4>(drive + 2 * i, {d[0], x[0], d[1], x[1]});
      store_items<float, 4>(drive + 2 * i + 4, {d[2], x[2], d[3], x[3]});
    }
    for (int i = 4 * thread(); i < rows * kStates; i += 4 * kScanThreads) {
      float four[4];
      load_items<T, 4>(narrow + i, four);
      store_items<float, 4>(B + i, four);
      load_items<T, 4>(narrow + kNarrow + i, four);
      store_items<float, 4>(C + i, four);
    }
    sync_block();
    if (p.chunk_states && first % kScanSteps == 0) {
      const StateBlock chunk{p.chunk_states, p.chunks * p.rates.E * p.rates.N, p.rates.E * p.rates.N, p.rates.N, 1};
      store_states(chunk, walk.b, first / kScanSteps, e, j * S, p.rates, h);
    }
    const float *at_B = B + j * S, *at_C = C + j * S, *dx = drive + 2 * c;
    float* to_sum = sums + j * kChannels + c;
    for (int step = 0; step < rows; step += 4) {
      float four[4];
      UNDULA_UNROLL
      for (int i = 0; i < 4; ++i) {
        float a[S], b[S], out[S], d[2];
        load_items<float, S>(at_B + i * kStates, b);
        load_items<float, S>(at_C + i * kStates, out);
        load_items<float, 2>(dx + i * 2 * kChannels, d);
        states.decay(d[0], a);
        states.advance(a, d[1], b, h);
        four[i] = states.read(out, h);
      }
      const float sum = sum_four<kLanes>(four);
      if (j < 4) *to_sum = sum;
      at_B += 4 * kStates;
      at_C += 4 * kStates;
      dx += 8 * kChannels;
      to_sum += 4 * kChannels;
    }
    sync_block();
    T* to = p.y.at(walk.b, walk.position(first + quad.row)) + channel + quad.column;
    for (int step = quad.row; step < count; step += quad.kRows, to += walk.steps(quad.kRows) * p.y.step) {
      const int i = step * kChannels + quad.column;
      float s[4], x[4];
      load_items<float, 4>(sums + i, s);
      load_items<T, 4>(u + i, x);
      UNDULA_UNROLL
      for (int k = 0; k < 4; ++k) s[k] = fma(D[k], x[k], s[k]);
      if (p.z.data) {
        load_items<T, 4>(z + i, x);
        UNDULA_UNROLL
        for (int k = 0; k < 4; ++k) s[k] *= silu(x[k]);
      }
      quad.store(to, s, p.aligned_y);
    }
  }
  if (segment == p.segments - 1) store_states(p.h_out, walk.b, 0, e, j * S, p.rates, h);
  const int64_t from = begin > walk.length ? begin : walk.length, to = smaller(stop, p.rows.L);
  for (int64_t t = from + quad.row; t < to; t += quad.kRows) {
    quad.store(p.y.at(walk.b, t) + channel + quad.column, {}, p.aligned_y);
  }
}

}  // namespace undula::UNDULA_GPU
