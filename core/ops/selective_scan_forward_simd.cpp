#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/selective_scan_forward_simd.cpp"
#include <hwy/foreach_target.h>

#include "core/ops/selective_scan_complex-inl.h"
#include "core/ops/selective_scan_simd-inl.h"

// Forward over one row. Channels lie in the lanes, steps follow each other, states stay in registers:
//   h_n <- exp(dt A_n) h_n + dt u B_n,   y = (sum_n C_n h_n + D u) silu(z)
// A few steps of all blocks are staged at a time, walking along the rows as they lie in memory, then walked once for
// every block and tile of up to 16 states.
HWY_BEFORE_NAMESPACE();
namespace undula {
namespace HWY_NAMESPACE {
namespace {

constexpr int64_t kStagedSteps = 16;
static_assert(kScanChunk % kStagedSteps == 0);

/// A few steps of all blocks, (block, step, lane).
struct Staged {
  static constexpr int64_t kValues = kStagedSteps * cpu::kScanForwardGroup;
  HWY_ALIGN float dt[kValues], u[kValues], y[kValues], e[kValues];

  static int64_t at(const Block& block) { return block.channel * kStagedSteps; }
};

/// What a step gives to its states: dt and dt u of the lanes; A2 (state, lane), B and C of the first state.
struct Step {
  Vec dt, dtu;
  const float *A2, *B, *C;
};

HWY_INLINE Power<Vec> decay(const Step& step, int64_t n) {
  return power_of_product(Tag(), step.dt, hn::Load(Tag(), step.A2 + n * kLanes));
}

/// h_n <- decay h_n + dt u B_n
HWY_INLINE void move_state(const Step& step, int64_t n, const Power<Vec>& decay, Vec& h) {
  h = hn::MulAdd(step.dtu, hn::Set(Tag(), step.B[n]), decayed(h, decay));
}

/// sum <- sum + C_n h_n
template <bool kOutput>
HWY_INLINE void add_output(const Step& step, int64_t n, const Vec& h, Vec& sum) {
  if constexpr (kOutput) sum = hn::MulAdd(h, hn::Set(Tag(), step.C[n]), sum);
}

/// States n to n + 3, side by side: one after the other their chains of dependent operations would fill the processor's
/// queues and leave its multipliers waiting.
template <bool kOutput>
HWY_INLINE void four_states(const Step& step, int64_t n, Vec& h0, Vec& h1, Vec& h2, Vec& h3, Vec& sum0, Vec& sum1) {
  const Power<Vec> decay0 = decay(step, n), decay1 = decay(step, n + 1);
  const Power<Vec> decay2 = decay(step, n + 2), decay3 = decay(step, n + 3);
  move_state(step, n, decay0, h0);
  move_state(step, n + 1, decay1, h1);
  move_state(step, n + 2, decay2, h2);
  move_state(step, n + 3, decay3, h3);
  add_output<kOutput>(step, n, h0, sum0);
  add_output<kOutput>(step, n + 1, h1, sum1);
  add_output<kOutput>(step, n + 2, h2, sum0);
  add_output<kOutput>(step, n + 3, h3, sum1);
}

template <bool kOutput>
HWY_INLINE void one_state(const Step& step, int64_t n, Vec& h, Vec& sum) {
  move_state(step, n, decay(step, n), h);
  add_output<kOutput>(step, n, h, sum);
}

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
    const Vec dt_t = hn::Load(d, dt + i);
    const Step now{dt_t, hn::Mul(dt_t, hn::Load(d, u + i)), A2, B.at(step), kOutput ? C.at(step) : nullptr};
    Vec sum0 = kOutput && !first ? hn::Load(d, y + i) : hn::Zero(d), sum1 = hn::Zero(d);
    if constexpr (kStates >= 4) four_states<kOutput>(now, 0, h0, h1, h2, h3, sum0, sum1);
    if constexpr (kStates >= 8) four_states<kOutput>(now, 4, h4, h5, h6, h7, sum0, sum1);
    if constexpr (kStates >= 16) four_states<kOutput>(now, 8, h8, h9, h10, h11, sum0, sum1);
    if constexpr (kStates >= 16) four_states<kOutput>(now, 12, h12, h13, h14, h15, sum0, sum1);
    if constexpr (kStates < 4) one_state<kOutput>(now, 0, h0, sum0);
    if constexpr (kStates == 2) one_state<kOutput>(now, 1, h1, sum1);
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
  for (const Track* rows : {&task.u, &task.dt, &task.z}) ahead.add(*rows, block, begin + kStagedSteps);
  int64_t n = 0;
  const auto tiles = [&]<int kStates>() {
    for (; n + kStates <= task.N; n += kStates) {
      const Track B{task.B.at(begin) + n, task.B.stride}, C{task.C.at(begin) + n, task.C.stride};
      const float* A2 = task.A2 + block.channel * task.N + n * kLanes;
      if (task.complex) {
        if constexpr (kStates > 1 && kStates <= 8)
          complex_forward_tile<kStates / 2, kOutput>(end - begin, A2, h + n * kLanes, dt, u, B, C, y, n == 0, ahead);
      } else {
        forward_tile<kStates, kOutput>(end - begin, A2, h + n * kLanes, dt, u, B, C, y, n == 0, ahead);
      }
    }
  };
  if (!task.complex) tiles.template operator()<16>();
  tiles.template operator()<8>();
  tiles.template operator()<4>();
  tiles.template operator()<2>();
  tiles.template operator()<1>();
}

/// The staged steps, record by record; the state goes on in task.h.
template <bool kOutput>
void forward_records(const ScanTask& task, const Block& block, int64_t begin, int64_t end, Staged& staged,
                     const Track& now) {
  for (int64_t first = begin; first < end;) {
    const int64_t next = next_record(task.starts, first, end), i = Staged::at(block) + (first - begin) * kLanes;
    forward_record<kOutput>(task, block, first, next, staged.dt + i, staged.u + i, staged.y + i, now);
    first = next;
  }
}

/// Calls f(step, block, i) for steps [begin, end) of all blocks, rows as they lie in memory, i the offset among staged
/// values.
template <class F>
HWY_INLINE void for_each_vector(int64_t channels, int64_t begin, int64_t end, F&& f) {
  const int64_t whole = channels / kLanes * kLanes;
  for (int64_t step = begin; step < end; ++step) {
    const int64_t row = (step - begin) * kLanes;
    for (int64_t channel = 0; channel < whole; channel += kLanes) {
      f(step, Block{channel, kLanes}, channel * kStagedSteps + row);
    }
    if (whole < channels) f(step, Block{whole, channels - whole}, whole * kStagedSteps + row);
  }
}

void stage(const ScanTask& task, int64_t begin, int64_t end, Staged& staged) {
  const Tag d;
  const Track rows_dt = task.dt, rows_u = task.u;
  const float* bias = task.dt_bias;
  float *HWY_RESTRICT dt = staged.dt, *HWY_RESTRICT u = staged.u, *HWY_RESTRICT e = staged.e;
  for_each_vector(task.channels, begin, end, [=](int64_t step, const Block& block, int64_t i) HWY_ATTR {
    const Vec x = hn::Add(load_live(rows_dt.at(step), block), hn::Load(d, bias + block.channel));
    hn::Store(x, d, dt + i);
    hn::Store(exp_for_softplus(d, x), d, e + i);
    hn::Store(load_live(rows_u.at(step), block), d, u + i);
  });
  for_each_block(task, [&](const Block& block) HWY_ATTR {
    for (int64_t i = Staged::at(block); i < Staged::at(block) + (end - begin) * kLanes; i += kLanes) {
      hn::Store(softplus(d, hn::Load(d, dt + i), hn::Load(d, e + i)), d, dt + i);
    }
  });
}

/// y = (y + D u) silu(z)
void finish(const cpu::ScanForward& task, int64_t begin, int64_t end, Staged& staged) {
  const Tag d;
  const Track rows_y = task.y, rows_z = task.z;
  const float *HWY_RESTRICT D = task.D, *HWY_RESTRICT u = staged.u, *HWY_RESTRICT y = staged.y;
  float* HWY_RESTRICT e = staged.e;
  const auto output = [=](const Block& block, int64_t i) HWY_ATTR {
    return hn::MulAdd(hn::Load(d, D + block.channel), hn::Load(d, u + i), hn::Load(d, y + i));
  };
  if (!rows_z.first) {
    for_each_vector(task.channels, begin, end, [=](int64_t step, const Block& block, int64_t i) HWY_ATTR {
      store_live(output(block, i), rows_y.at(step), block);
    });
    return;
  }
  for_each_vector(task.channels, begin, end, [=](int64_t step, const Block& block, int64_t i) HWY_ATTR {
    hn::Store(exp_for_sigmoid(d, load_live(rows_z.at(step), block)), d, e + i);
  });
  for_each_vector(task.channels, begin, end, [=](int64_t step, const Block& block, int64_t i) HWY_ATTR {
    const Vec gate = hn::Mul(load_live(rows_z.at(step), block), sigmoid(d, hn::Load(d, e + i)));
    store_live(hn::Mul(output(block, i), gate), rows_y.at(step), block);
  });
}

void save_states(const cpu::ScanForward& task, int64_t begin) {
  if (!task.chunk_states || begin % kScanChunk != 0) return;
  for_each_block(task, [&](const Block& block) HWY_ATTR {
    float* saved = task.chunk_states + begin / kScanChunk * task.chunk_stride + block.channel * task.N;
    save_state(task.h + block.channel * task.N, task.N, block, saved);
  });
}

/// Calls f(begin, end) for as many steps at a time as are staged.
template <class F>
void for_each_stage(const ScanTask& task, F&& f) {
  for (int64_t begin = task.begin; begin < task.end; begin += kStagedSteps) {
    f(begin, HWY_MIN(begin + kStagedSteps, task.end));
  }
}

void forward_task(const cpu::ScanForward& task) {
  Staged staged;
  for_each_stage(task, [&](int64_t begin, int64_t end) {
    save_states(task, begin);
    stage(task, begin, end, staged);
    for_each_block(task, [&](const Block& block) { forward_records<true>(task, block, begin, end, staged, task.y); });
    finish(task, begin, end, staged);
  });
}

void summary_task(const cpu::ScanSummary& task) {
  Staged staged;
  for_each_stage(task, [&](int64_t begin, int64_t end) {
    stage(task, begin, end, staged);
    for_each_block(task, [&](const Block& block) {
      add_dt(task, block, end - begin, staged.dt + Staged::at(block));
      forward_records<false>(task, block, begin, end, staged, task.u);
    });
  });
}

/// Re A log2(e) of one state of the lanes. Bounded, so that the product with any sensible dt stays in the range of
/// power_of_product.
HWY_INLINE Vec folded_rate(Vec A_log) {
  const Tag d;
  const Vec A = hn::Min(exp(d, hn::Min(A_log, hn::Set(d, 80.0f))), hn::Set(d, 1e6f));
  return hn::Mul(A, hn::Set(d, -0x1.715476p+0f));
}

/// Column n of `channels` rows, zero in lanes beyond.
HWY_INLINE Vec column(const float* rows, int64_t stride, int64_t channels, int64_t n) {
  HWY_ALIGN float lanes[kLanes] = {};
  for (int64_t i = 0; i < HWY_MIN(kLanes, channels); ++i) lanes[i] = rows[i * stride + n];
  return hn::Load(Tag(), lanes);
}

void fold_A(const float* A_log, int64_t stride, int64_t channels, int64_t N, float* A2) {
  for (int64_t channel = 0; channel < channels; channel += kLanes, A_log += kLanes * stride) {
    for (int64_t n = 0; n < N; ++n, A2 += kLanes) {
      hn::Store(folded_rate(column(A_log, stride, channels - channel, n)), Tag(), A2);
    }
  }
}

void fold_complex_A(const float* A_log, int64_t stride, const float* A_imag, int64_t stride_imag, int64_t channels,
                    int64_t N, float* A2) {
  const Tag d;
  for (int64_t channel = 0; channel < channels; channel += kLanes, A_log += kLanes * stride) {
    for (int64_t p = 0; p < N / 2; ++p, A2 += 2 * kLanes) {
      const Vec imag = column(A_imag + channel * stride_imag, stride_imag, channels - channel, p);
      hn::Store(folded_rate(column(A_log, stride, channels - channel, p)), d, A2);
      hn::Store(hn::Mul(imag, hn::Set(d, kQuartersPerRadian)), d, A2 + kLanes);
    }
  }
}

void pack(const float* rows, int64_t stride, int64_t channels, int64_t N, float* blocks) {
  if (!rows) return clear(blocks, (channels + kLanes - 1) / kLanes * N);
  for (Block block{0, 0}; block.channel < channels; block.channel += kLanes) {
    block.live = HWY_MIN(kLanes, channels - block.channel);
    for (int64_t n = 0; n < N; ++n, blocks += kLanes) hn::Store(load_live(rows + n * stride, block), Tag(), blocks);
  }
}

void unpack(const float* blocks, int64_t channels, int64_t N, float* rows, int64_t stride) {
  for (Block block{0, 0}; block.channel < channels; block.channel += kLanes) {
    block.live = HWY_MIN(kLanes, channels - block.channel);
    for (int64_t n = 0; n < N; ++n, blocks += kLanes) store_live(hn::Load(Tag(), blocks), rows + n * stride, block);
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
HWY_EXPORT(fold_complex_A);
HWY_EXPORT(pack);
HWY_EXPORT(unpack);
HWY_EXPORT(forward_task);
HWY_EXPORT(summary_task);

int64_t scan_lanes() {
  return HWY_DYNAMIC_DISPATCH(lanes)();
}
void scan_fold_A(const float* A_log, int64_t stride, int64_t channels, int64_t N, float* A2) {
  HWY_DYNAMIC_DISPATCH(fold_A)(A_log, stride, channels, N, A2);
}
void scan_fold_complex_A(const float* A_log, int64_t stride, const float* A_imag, int64_t stride_imag, int64_t channels,
                         int64_t N, float* A2) {
  HWY_DYNAMIC_DISPATCH(fold_complex_A)(A_log, stride, A_imag, stride_imag, channels, N, A2);
}
void scan_pack_state(const float* rows, int64_t stride, int64_t channels, int64_t N, float* blocks) {
  HWY_DYNAMIC_DISPATCH(pack)(rows, stride, channels, N, blocks);
}
void scan_unpack_state(const float* blocks, int64_t channels, int64_t N, float* rows, int64_t stride) {
  HWY_DYNAMIC_DISPATCH(unpack)(blocks, channels, N, rows, stride);
}
void scan_forward_task(const ScanForward& task) {
  HWY_DYNAMIC_DISPATCH(forward_task)(task);
}
void scan_summary_task(const ScanSummary& task) {
  HWY_DYNAMIC_DISPATCH(summary_task)(task);
}

}  // namespace undula::cpu
#endif
