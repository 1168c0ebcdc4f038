#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/selective_scan_backward_simd.cpp"
#include <hwy/foreach_target.h>

#include "core/ops/selective_scan_complex-inl.h"
#include "core/ops/selective_scan_simd-inl.h"

// Backward over one row, chunk by chunk from the last. With a_t = exp(dt_t A), ds = dy silu(z) and g the gradient of h:
//   recompute, from the state that forward saved: h_t = a_t h_{t-1} + dt u B_t, and a_t, kept for the chunk
//   reverse:  g_t = C_t ds + a_{t+1} g_{t+1},  dC_t += h_t ds,  dB_t += dt u g_t,
//             Bg += B_t g_t,  Ap += A p,  dA += dt p   with p = a_t g_t h_{t-1}
//   finish:   du = dt Bg + D ds,  d(dt) = u Bg + Ap,  dz = dy s silu'(z)
// dB and dC are sums over channels: they are kept as vectors while the blocks of a group pass, and their lanes are
// added once per chunk, in a fixed order.
HWY_BEFORE_NAMESPACE();
namespace undula {
namespace HWY_NAMESPACE {
namespace {

// A tile holds g, dA and h of each state in registers: 3 x 8 of 32 with AVX-512, 3 x 4 of 16 otherwise. Two are one
// complex state.
constexpr int kWidestTile = HWY_TARGET == HWY_SCALAR ? 2 : HWY_TARGET <= HWY_AVX3 ? 8 : 4;

/// One chunk of all blocks of a group, (block, step, lane), and what one tile of states needs beside it.
struct Staged {
  // A few cache lines more than the values: arrays that are a power of two apart would share cache sets.
  static constexpr int64_t kGroup = cpu::kScanBackwardGroup * kScanChunk + 5 * 16;
  static constexpr int64_t kTile = kScanChunk * kWidestTile * kLanes,
                           kFolds = kScanChunk * folds_of(kWidestTile) * kLanes;
  HWY_ALIGN float dt[kGroup], u[kGroup], ds[kGroup], s[kGroup], Bg[kGroup], Ap[kGroup];
  HWY_ALIGN float slope[kGroup];           // of the softplus
  HWY_ALIGN float dgate[kGroup];           // dy silu'(z)
  HWY_ALIGN float h[kTile], a[kTile];      // (step, state, lane)
  HWY_ALIGN float dB[kFolds], dC[kFolds];  // (step, fold, lane)
  HWY_ALIGN float room[4][kScanChunk * kLanes];
  HWY_ALIGN float zero[kWidestTile * kLanes] = {};
};

// The states of a tile are named, not indexed: g++ keeps an indexed array of vectors in memory.
#define UNDULA_FOR_TILE(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7)

/// Steps of one record, one block, kStates states. Per-step pointers are (step, lane), h and a (step, state, lane).
template <int kStates>
HWY_NOINLINE void recompute_tile(int64_t steps, const float* HWY_RESTRICT A2, const float* HWY_RESTRICT before,
                                 const float* HWY_RESTRICT dt, const float* HWY_RESTRICT u, Track B, Track C,
                                 float* HWY_RESTRICT h, float* HWY_RESTRICT a, float* HWY_RESTRICT s, Ahead ahead) {
  const Tag d;
#define UNDULA_LOAD(n)                           \
  Vec rate##n = hn::Zero(d), h##n = hn::Zero(d); \
  if constexpr (n < kStates) rate##n = hn::Load(d, A2 + n * kLanes), h##n = hn::Load(d, before + n * kLanes);
  UNDULA_FOR_TILE(UNDULA_LOAD)
#undef UNDULA_LOAD
  for (int64_t step = 0; step < steps; ++step) {
    const int64_t i = step * kLanes;
    ahead.fetch();
    const Vec dt_t = hn::Load(d, dt + i), dtu = hn::Mul(dt_t, hn::Load(d, u + i));
    const float *B_t = B.at(step), *C_t = C.at(step);
    float *h_t = h + i * kStates, *a_t = a + i * kStates;
    Vec sum0 = hn::Load(d, s + i), sum1 = hn::Zero(d);
#define UNDULA_STEP(n)                                                \
  if constexpr (n < kStates) {                                        \
    const Vec kept = value_of(d, power_of_product(d, dt_t, rate##n)); \
    h##n = hn::MulAdd(kept, h##n, hn::Mul(dtu, hn::Set(d, B_t[n])));  \
    hn::Store(kept, d, a_t + n * kLanes);                             \
    hn::Store(h##n, d, h_t + n * kLanes);                             \
    Vec& sum = n % 2 ? sum1 : sum0;                                   \
    sum = hn::MulAdd(h##n, hn::Set(d, C_t[n]), sum);                  \
  }
    UNDULA_FOR_TILE(UNDULA_STEP)
#undef UNDULA_STEP
    hn::Store(hn::Add(sum0, sum1), d, s + i);
  }
}

/// The same steps, last to first. `before` is the state before the first of them.
template <int kStates>
HWY_NOINLINE void reverse_tile(int64_t steps, const float* HWY_RESTRICT A2, const float* HWY_RESTRICT before,
                               const float* HWY_RESTRICT dt, const float* HWY_RESTRICT u, const float* HWY_RESTRICT ds,
                               Track B, Track C, const float* HWY_RESTRICT h, const float* HWY_RESTRICT a,
                               float* HWY_RESTRICT g, float* HWY_RESTRICT dA, float* HWY_RESTRICT dB,
                               float* HWY_RESTRICT dC, float* HWY_RESTRICT Bg, float* HWY_RESTRICT Ap) {
  const Tag d;
  const float* last = h + (steps - 1) * kStates * kLanes;
#define UNDULA_LOAD(n)                                             \
  Vec h##n = hn::Zero(d), g##n = hn::Zero(d), dA##n = hn::Zero(d); \
  if constexpr (n < kStates) {                                     \
    h##n = hn::Load(d, last + n * kLanes);                         \
    g##n = hn::Load(d, g + n * kLanes);                            \
    dA##n = hn::Load(d, dA + n * kLanes);                          \
  }
  UNDULA_FOR_TILE(UNDULA_LOAD)
#undef UNDULA_LOAD
  for (int64_t step = steps - 1; step >= 0; --step) {
    const int64_t i = step * kLanes;
    const Vec dt_t = hn::Load(d, dt + i), dtu = hn::Mul(dt_t, hn::Load(d, u + i)), ds_t = hn::Load(d, ds + i);
    const float *B_t = B.at(step), *C_t = C.at(step);
    const float *a_t = a + i * kStates, *h_before = step > 0 ? h + (i - kLanes) * kStates : before;
    float *dB_t = dB + i * folds_of(kStates), *dC_t = dC + i * folds_of(kStates);
    Vec sum_Bg = hn::Load(d, Bg + i), sum_Ap = hn::Load(d, Ap + i);
#define UNDULA_STEP(n)                                            \
  Vec forC##n = hn::Zero(d), forB##n = hn::Zero(d);               \
  if constexpr (n < kStates) {                                    \
    forC##n = hn::Mul(h##n, ds_t);                                \
    g##n = hn::MulAdd(hn::Set(d, C_t[n]), ds_t, g##n);            \
    forB##n = hn::Mul(dtu, g##n);                                 \
    sum_Bg = hn::MulAdd(hn::Set(d, B_t[n]), g##n, sum_Bg);        \
    g##n = hn::Mul(g##n, hn::Load(d, a_t + n * kLanes));          \
    h##n = hn::Load(d, h_before + n * kLanes);                    \
    const Vec p = hn::Mul(g##n, h##n);                            \
    sum_Ap = hn::MulAdd(hn::Load(d, A2 + n * kLanes), p, sum_Ap); \
    dA##n = hn::MulAdd(dt_t, p, dA##n);                           \
  }
    UNDULA_STEP(0);
    UNDULA_STEP(1);
    UNDULA_STEP(2);
    UNDULA_STEP(3);
    add_folded<kStates>(forB0, forB1, forB2, forB3, dB_t);
    add_folded<kStates>(forC0, forC1, forC2, forC3, dC_t);
    if constexpr (kStates > 4) {
      UNDULA_STEP(4);
      UNDULA_STEP(5);
      UNDULA_STEP(6);
      UNDULA_STEP(7);
      add_folded<kStates - 4>(forB4, forB5, forB6, forB7, dB_t + kLanes);
      add_folded<kStates - 4>(forC4, forC5, forC6, forC7, dC_t + kLanes);
    }
#undef UNDULA_STEP
    hn::Store(sum_Bg, d, Bg + i);
    hn::Store(sum_Ap, d, Ap + i);
  }
#define UNDULA_STORE(n)                   \
  if constexpr (n < kStates) {            \
    hn::Store(g##n, d, g + n * kLanes);   \
    hn::Store(dA##n, d, dA + n * kLanes); \
  }
  UNDULA_FOR_TILE(UNDULA_STORE)
#undef UNDULA_STORE
}

/// g through the steps of a segment from zero: g_{t-1} = a_t (g_t + C_t ds).
template <int kStates>
HWY_NOINLINE void reverse_summary_tile(int64_t steps, const float* HWY_RESTRICT A2, const float* HWY_RESTRICT dt,
                                       const float* HWY_RESTRICT ds, Track C, float* HWY_RESTRICT g) {
  const Tag d;
#define UNDULA_LOAD(n)    \
  Vec g##n = hn::Zero(d); \
  if constexpr (n < kStates) g##n = hn::Load(d, g + n * kLanes);
  UNDULA_FOR_TILE(UNDULA_LOAD)
#undef UNDULA_LOAD
  for (int64_t step = steps - 1; step >= 0; --step) {
    const Vec dt_t = hn::Load(d, dt + step * kLanes), ds_t = hn::Load(d, ds + step * kLanes);
    const float* C_t = C.at(step);
#define UNDULA_STEP(n)                                                                    \
  if constexpr (n < kStates) {                                                            \
    const Vec with_output = hn::MulAdd(hn::Set(d, C_t[n]), ds_t, g##n);                   \
    g##n = decayed(with_output, power_of_product(d, dt_t, hn::Load(d, A2 + n * kLanes))); \
  }
    UNDULA_FOR_TILE(UNDULA_STEP)
#undef UNDULA_STEP
  }
#define UNDULA_STORE(n) \
  if constexpr (n < kStates) hn::Store(g##n, d, g + n * kLanes);
  UNDULA_FOR_TILE(UNDULA_STORE)
#undef UNDULA_STORE
}
#undef UNDULA_FOR_TILE

/// Calls f.operator()<kStates>(n) for tiles that cover states 0 .. N - 1.
template <class F>
void for_each_tile(int64_t N, F&& f) {
  int64_t n = 0;
  if constexpr (kWidestTile >= 8) {
    for (; n + 8 <= N; n += 8) f.template operator()<8>(n);
  }
  if constexpr (kWidestTile >= 4) {
    for (; n + 4 <= N; n += 4) f.template operator()<4>(n);
  }
  for (; n + 2 <= N; n += 2) f.template operator()<2>(n);
  for (; n < N; ++n) f.template operator()<1>(n);
}

/// Stages dt, u, ds and dy silu'(z); s, which will be summed up, starts as D u.
void stage(const ScanTask& task, const Track& task_dy, const Block& block, int64_t begin, int64_t end, Staged& staged) {
  const Tag d;
  const int64_t at = block.channel * kScanChunk;
  float *u = staged.u + at, *ds = staged.ds + at, *dgate = staged.dgate + at, *s = staged.s + at;
  stage_inputs(whole_rows(task.dt, block, begin, end, staged.room[0]),
               whole_rows(task.u, block, begin, end, staged.room[1]), task.dt_bias + block.channel, begin, end,
               staged.dt + at, u, staged.slope + at, s);
  const Track dy = whole_rows(task_dy, block, begin, end, staged.room[2]);
  if (task.z.first) {
    const Track z = whole_rows(task.z, block, begin, end, staged.room[3]);
    const Vec one = hn::Set(d, 1.0f);
    stage_gate(z, begin, end, s);
    for_each_step(begin, end, [&](int64_t step, int64_t i) HWY_ATTR {
      const Vec dy_t = hn::LoadU(d, dy.at(step)), z_t = hn::LoadU(d, z.at(step)), gate = sigmoid(d, hn::Load(d, s + i));
      hn::Store(hn::Mul(dy_t, hn::Mul(z_t, gate)), d, ds + i);
      hn::Store(hn::Mul(dy_t, hn::Mul(gate, hn::MulAdd(z_t, hn::Sub(one, gate), one))), d, dgate + i);
    });
  } else {
    for_each_step(begin, end,
                  [&](int64_t step, int64_t i) HWY_ATTR { hn::Store(hn::LoadU(d, dy.at(step)), d, ds + i); });
  }
  const Vec D = hn::Load(d, task.D + block.channel);
  for_each_step(begin, end, [&](int64_t, int64_t i) HWY_ATTR {
    hn::Store(hn::Mul(D, hn::Load(d, u + i)), d, s + i);
    hn::Store(hn::Zero(d), d, staged.Bg + at + i);
    hn::Store(hn::Zero(d), d, staged.Ap + at + i);
  });
}

/// Adds one block's share of kStates states, from state n on.
template <int kStates>
void tile(const cpu::ScanBackward& task, const Block& block, int64_t n, int64_t begin, int64_t end, Staged& staged) {
  const int64_t state = block.channel * task.N + n * kLanes, first = block.channel * kScanChunk;
  const float* A2 = task.A2 + state;
  constexpr int kPairs = kStates / 2;  // a single state is never complex
  const auto recompute = kPairs > 0 && task.complex ? complex_recompute_tile<kPairs> : recompute_tile<kStates>;
  const auto reverse = kPairs > 0 && task.complex ? complex_reverse_tile<kPairs> : reverse_tile<kStates>;
  Ahead ahead(task.u, block, begin - kScanChunk);
  for (const Track* rows : {&task.dt, &task.z, &task.dy}) ahead.add(*rows, block, begin - kScanChunk);
  const auto track = [&](const Track& all, int64_t step) { return Track{all.at(step) + n, all.stride}; };
  // The state before a record's steps: zero, or what the steps before left.
  const auto before = [&](int64_t step) -> const float* {
    if (task.starts.at(step)) return staged.zero;
    return step == begin ? task.h + state : staged.h + (step - begin - 1) * kStates * kLanes;
  };
  for (int64_t step = begin; step < end;) {
    const int64_t next = next_record(task.starts, step, end), i = (step - begin) * kLanes, at = first + i;
    recompute(next - step, A2, before(step), staged.dt + at, staged.u + at, track(task.B, step), track(task.C, step),
              staged.h + i * kStates, staged.a + i * kStates, staged.s + at, ahead);
    step = next;
  }
  for (int64_t stop = end; stop > begin;) {
    int64_t step = stop - 1;
    while (step > begin && !task.starts.at(step)) --step;
    const int64_t i = (step - begin) * kLanes, at = first + i;
    reverse(stop - step, A2, before(step), staged.dt + at, staged.u + at, staged.ds + at, track(task.B, step),
            track(task.C, step), staged.h + i * kStates, staged.a + i * kStates, task.g + state, task.dA + state,
            staged.dB + i * folds_of(kStates), staged.dC + i * folds_of(kStates), staged.Bg + at, staged.Ap + at);
    if (task.starts.at(step)) clear(task.g + state, kStates);
    stop = step;
  }
}

/// dB and dC of one tile of states, all blocks of the group having added their share; clears the shares.
template <int kStates>
void finish_tile(const cpu::ScanBackward& task, int64_t n, int64_t begin, int64_t end, Staged& staged) {
  constexpr int kFolds = folds_of(kStates);
  const auto add = [](float* shares, float* to) {
    for (int fold = 0; fold < kFolds; ++fold, shares += kLanes, to += kFold) {
      HWY_ALIGN float sums[kLanes];
      const auto v = unfolded(Tag(), hn::Load(Tag(), shares));
      hn::Store(v, hn::DFromV<decltype(v)>(), sums);
      for (int k = 0; k < HWY_MIN(kFold, kStates - kFold * fold); ++k) to[k] = sums[k];
      hn::Store(hn::Zero(Tag()), Tag(), shares);
    }
  };
  for (int64_t step = begin; step < end; ++step) {
    const int64_t i = (step - begin) * kFolds * kLanes;
    add(staged.dB + i, task.dBC.at(step) + n);
    add(staged.dC + i, task.dBC.at(step) + task.N + n);
  }
}

void finish(const cpu::ScanBackward& task, const Block& block, int64_t begin, int64_t end, Staged& staged) {
  const Tag d;
  const int64_t channel = block.channel, at = channel * kScanChunk;
  const Vec D = hn::Load(d, task.D + channel), ln2 = hn::Set(d, 0.69314718f);
  const Track du = rows_to_write(task.du, block, begin, staged.room[0]);
  const Track ddt = rows_to_write(task.ddt, block, begin, staged.room[1]);
  const Track dz = rows_to_write(task.dz, block, begin, staged.room[2]);
  Vec dD = hn::Load(d, task.dD + channel), ddt_bias = hn::Load(d, task.ddt_bias + channel);
  for_each_step(begin, end, [&](int64_t step, int64_t i) HWY_ATTR {
    const auto value = [&](const float* all) HWY_ATTR { return hn::Load(d, all + at + i); };
    const Vec u = value(staged.u), ds = value(staged.ds), Bg = value(staged.Bg);
    const Vec ddt_t = hn::Mul(hn::MulAdd(u, Bg, hn::Mul(ln2, value(staged.Ap))), value(staged.slope));
    hn::StoreU(hn::MulAdd(value(staged.dt), Bg, hn::Mul(D, ds)), d, du.at(step));
    hn::StoreU(ddt_t, d, ddt.at(step));
    if (task.z.first) hn::StoreU(hn::Mul(value(staged.s), value(staged.dgate)), d, dz.at(step));
    dD = hn::MulAdd(u, ds, dD);
    ddt_bias = hn::Add(ddt_bias, ddt_t);
  });
  hn::Store(dD, d, task.dD + channel);
  hn::Store(ddt_bias, d, task.ddt_bias + channel);
  write_back(task.du, block, begin, end, staged.room[0]);
  write_back(task.ddt, block, begin, end, staged.room[1]);
  if (task.z.first) write_back(task.dz, block, begin, end, staged.room[2]);
}

/// Chunks of steps, last to first. A task begins at a chunk's first step.
template <class F>
void for_each_chunk_back(const ScanTask& task, F&& f) {
  for (int64_t end = task.end; end > task.begin;) {
    const int64_t begin = (end - 1) / kScanChunk * kScanChunk;
    f(begin, end);
    end = begin;
  }
}

void backward_task(const cpu::ScanBackward& task) {
  Staged staged;
  clear(staged.dB, Staged::kFolds / kLanes);
  clear(staged.dC, Staged::kFolds / kLanes);
  for_each_chunk_back(task, [&](int64_t begin, int64_t end) {
    const float* saved = task.chunk_states + begin / kScanChunk * task.chunk_stride;
    for_each_block(task, [&](const Block& block) {
      stage(task, task.dy, block, begin, end, staged);
      load_state(saved + block.channel * task.N, task.N, block, task.h + block.channel * task.N);
    });
    for_each_tile(task.N, [&]<int kStates>(int64_t n) {
      for_each_block(task, [&](const Block& block) { tile<kStates>(task, block, n, begin, end, staged); });
      finish_tile<kStates>(task, n, begin, end, staged);
    });
    for_each_block(task, [&](const Block& block) { finish(task, block, begin, end, staged); });
  });
}

void backward_summary_task(const cpu::ScanSummary& task) {
  static_assert(cpu::kScanForwardGroup <= cpu::kScanBackwardGroup, "summaries come in groups of either width");
  Staged staged;
  for_each_chunk_back(task, [&](int64_t begin, int64_t end) {
    for_each_block(task, [&](const Block& block) {
      stage(task, task.dy, block, begin, end, staged);
      add_dt(task, block, end - begin, staged.dt + block.channel * kScanChunk);
      for_each_tile(task.N, [&]<int kStates>(int64_t n) {
        const int64_t state = block.channel * task.N + n * kLanes, at = block.channel * kScanChunk;
        const Track C{task.C.at(begin) + n, task.C.stride};
        reverse_summary_tile<kStates>(end - begin, task.A2 + state, staged.dt + at, staged.ds + at, C, task.h + state);
      });
    });
  });
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace undula
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace undula::cpu {

HWY_EXPORT(backward_task);
HWY_EXPORT(backward_summary_task);

void scan_backward_task(const ScanBackward& task) {
  HWY_DYNAMIC_DISPATCH(backward_task)(task);
}
void scan_backward_summary_task(const ScanSummary& task) {
  HWY_DYNAMIC_DISPATCH(backward_summary_task)(task);
}

}  // namespace undula::cpu
#endif
