#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/selective_scan_forward_simd.cpp"
#include <hwy/foreach_target.h>

#include "core/ops/selective_scan_simd-inl.h"

// Forward over one row. Channels lie in the lanes, steps follow each other, states stay in registers:
//   h_n <- exp(dt A_n) h_n + dt u B_n,   y = (sum_n C_n h_n + D u) silu(z)
// A chunk of steps is staged per block of channels (row strides that are powers of two would otherwise fight for the
// same cache sets), then walked once for every tile of up to 16 states.
HWY_BEFORE_NAMESPACE();
namespace undula {
namespace HWY_NAMESPACE {
namespace {

/// One chunk of one block, (step, lane).
struct Staged {
  static constexpr int64_t kValues = kScanChunk * kLanes;
  HWY_ALIGN float dt[kValues], u[kValues], y[kValues], e[kValues];
  HWY_ALIGN float room_dt[kValues], room_u[kValues], room_z[kValues];
};

// The states of a tile are named, not indexed: g++ keeps an indexed array of vectors in memory.
#define UNDULA_FOR_TILE(DO) \
  DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11) DO(12) DO(13) DO(14) DO(15)

/// `steps` steps of kStates states. A2, h (state, lane); dt, u, y (step, lane); B, C point at the first state. Without
/// kOutput only the states move on: C and y are not used.
template <int kStates, bool kOutput>
HWY_NOINLINE void forward_tile(int64_t steps, const float* HWY_RESTRICT A2, float* HWY_RESTRICT h,
                               const float* HWY_RESTRICT dt, const float* HWY_RESTRICT u, Track B, Track C,
                               float* HWY_RESTRICT y, bool first, Ahead ahead) {
  const Tag d;
#define UNDULA_LOAD(n)    \
  Vec h##n = hn::Zero(d); \
  if constexpr (n < kStates) h##n = hn::Load(d, h + n * kLanes);
  UNDULA_FOR_TILE(UNDULA_LOAD)
#undef UNDULA_LOAD
  for (int64_t step = 0; step < steps; ++step) {
    const int64_t i = step * kLanes;
    ahead.fetch();
    const Vec dt_t = hn::Load(d, dt + i), dtu = hn::Mul(dt_t, hn::Load(d, u + i));
    const float* B_t = B.at(step);
    const float* C_t = kOutput ? C.at(step) : nullptr;
    Vec sum0 = kOutput && !first ? hn::Load(d, y + i) : hn::Zero(d), sum1 = hn::Zero(d);
#define UNDULA_STEP(n)                                                                       \
  if constexpr (n < kStates) {                                                               \
    const Vec kept = decayed(h##n, power_of_product(d, dt_t, hn::Load(d, A2 + n * kLanes))); \
    h##n = hn::MulAdd(dtu, hn::Set(d, B_t[n]), kept);                                        \
    if constexpr (kOutput) {                                                                 \
      Vec& sum = n % 2 ? sum1 : sum0;                                                        \
      sum = hn::MulAdd(h##n, hn::Set(d, C_t[n]), sum);                                       \
    }                                                                                        \
  }
    UNDULA_FOR_TILE(UNDULA_STEP)
#undef UNDULA_STEP
    if constexpr (kOutput) hn::Store(hn::Add(sum0, sum1), d, y + i);
  }
#define UNDULA_STORE(n) \
  if constexpr (n < kStates) hn::Store(h##n, d, h + n * kLanes);
  UNDULA_FOR_TILE(UNDULA_STORE)
#undef UNDULA_STORE
}
#undef UNDULA_FOR_TILE

/// All N states over the steps of one record. Staged values begin at the record.
template <bool kOutput>
void forward_record(const ScanTask& task, const Block& block, int64_t begin, int64_t end, const float* dt,
                    const float* u, float* y, const Track& now) {
  float* h = task.h + block.channel * task.N;
  if (task.starts.at(begin)) clear(h, task.N);
  Ahead ahead(now, block, begin);
  const bool last = block.channel + kLanes >= task.channels;
  const Block next{last ? 0 : block.channel + kLanes, kLanes};
  for (const Track* rows : {&task.u, &task.dt, &task.z}) ahead.add(*rows, next, last ? begin + kScanChunk : begin);
  int64_t n = 0;
  const auto tiles = [&]<int kStates>() {
    for (; n + kStates <= task.N; n += kStates) {
      const Track B{task.B.at(begin) + n, task.B.stride}, C{task.C.at(begin) + n, task.C.stride};
      const float* A2 = task.A2 + block.channel * task.N + n * kLanes;
      forward_tile<kStates, kOutput>(end - begin, A2, h + n * kLanes, dt, u, B, C, y, n == 0, ahead);
    }
  };
  tiles.template operator()<16>();
  tiles.template operator()<8>();
  tiles.template operator()<4>();
  tiles.template operator()<2>();
  tiles.template operator()<1>();
}

/// The steps of one chunk, staged, record by record; the state goes on in task.h.
template <bool kOutput>
void forward_records(const ScanTask& task, const Block& block, int64_t begin, int64_t end, Staged& staged,
                     const Track& now) {
  for (int64_t first = begin; first < end;) {
    const int64_t next = next_record(task, first, end), i = (first - begin) * kLanes;
    forward_record<kOutput>(task, block, first, next, staged.dt + i, staged.u + i, staged.y + i, now);
    first = next;
  }
}

void stage_block(const ScanTask& task, const Block& block, int64_t begin, int64_t end, Staged& staged) {
  const Track dt = whole_rows(task.dt, block, begin, end, staged.room_dt);
  const Track u = whole_rows(task.u, block, begin, end, staged.room_u);
  stage_inputs<false>(dt, u, task.dt_bias + block.channel, begin, end, staged.dt, staged.u, nullptr, staged.e);
}

/// y = (y + D u) silu(z)
void finish_block(const cpu::ScanForward& task, const Block& block, int64_t begin, int64_t end, Staged& staged) {
  const Tag d;
  const Vec D = hn::Load(d, task.D + block.channel);
  const Track y = rows_to_write(task.y, block, begin, staged.room_dt);
  const auto output = [&](int64_t i)
                          HWY_ATTR { return hn::MulAdd(D, hn::Load(d, staged.u + i), hn::Load(d, staged.y + i)); };
  if (task.z.first) {
    const Track z = whole_rows(task.z, block, begin, end, staged.room_z);
    stage_gate(z, begin, end, staged.e);
    for_each_step(begin, end, [&](int64_t step, int64_t i) HWY_ATTR {
      const Vec gate = hn::Mul(hn::LoadU(d, z.at(step)), sigmoid(d, hn::Load(d, staged.e + i)));
      hn::StoreU(hn::Mul(output(i), gate), d, y.at(step));
    });
  } else {
    for_each_step(begin, end, [&](int64_t step, int64_t i) HWY_ATTR { hn::StoreU(output(i), d, y.at(step)); });
  }
  write_back(task.y, block, begin, end, staged.room_dt);
}

void forward_block(const cpu::ScanForward& task, const Block& block, int64_t begin, int64_t end, Staged& staged) {
  if (task.chunk_states) {
    float* saved = task.chunk_states + begin / kScanChunk * task.chunk_stride + block.channel * task.N;
    save_state(task.h + block.channel * task.N, task.N, block, saved);
  }
  stage_block(task, block, begin, end, staged);
  forward_records<true>(task, block, begin, end, staged, task.y);
  finish_block(task, block, begin, end, staged);
}

/// Chunks of steps in order, all blocks of a chunk before the next chunk.
template <class F>
void for_each_chunk(const ScanTask& task, F&& f) {
  for (int64_t begin = task.begin; begin < task.end; begin += kScanChunk) {
    const int64_t end = HWY_MIN(begin + kScanChunk, task.end);
    for_each_block(task, [&](const Block& block) { f(block, begin, end); });
  }
}

void forward_task(const cpu::ScanForward& task) {
  Staged staged;
  for_each_chunk(
      task, [&](const Block& block, int64_t begin, int64_t end) { forward_block(task, block, begin, end, staged); });
}

void summary_task(const cpu::ScanSummary& task) {
  Staged staged;
  for_each_chunk(task, [&](const Block& block, int64_t begin, int64_t end) {
    stage_block(task, block, begin, end, staged);
    add_dt(task, block, end - begin, staged.dt);
    forward_records<false>(task, block, begin, end, staged, task.u);
  });
}

void fold_A(const float* A_log, int64_t stride, int64_t channels, int64_t N, float* A2) {
  const Tag d;
  HWY_ALIGN float column[kLanes] = {};
  for (int64_t channel = 0; channel < channels; channel += kLanes) {
    const int64_t live = HWY_MIN(kLanes, channels - channel);
    for (int64_t n = 0; n < N; ++n) {
      for (int64_t i = 0; i < live; ++i) column[i] = A_log[(channel + i) * stride + n];
      // Bounded, so that the product with any sensible dt stays in the range of power_of_product.
      const Vec A = hn::Min(exp(d, hn::Min(hn::Load(d, column), hn::Set(d, 80.0f))), hn::Set(d, 1e6f));
      hn::Store(hn::Mul(A, hn::Set(d, -0x1.715476p+0f)), d, A2 + channel * N + n * kLanes);
    }
  }
}

int64_t lanes() {
  return kLanes;
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace undula
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace undula::cpu {

HWY_EXPORT(lanes);
HWY_EXPORT(fold_A);
HWY_EXPORT(forward_task);
HWY_EXPORT(summary_task);

int64_t scan_lanes() {
  return HWY_DYNAMIC_DISPATCH(lanes)();
}
void scan_fold_A(const float* A_log, int64_t stride, int64_t channels, int64_t N, float* A2) {
  HWY_DYNAMIC_DISPATCH(fold_A)(A_log, stride, channels, N, A2);
}
void scan_forward_task(const ScanForward& task) {
  HWY_DYNAMIC_DISPATCH(forward_task)(task);
}
void scan_summary_task(const ScanSummary& task) {
  HWY_DYNAMIC_DISPATCH(summary_task)(task);
}

}  // namespace undula::cpu
#endif
