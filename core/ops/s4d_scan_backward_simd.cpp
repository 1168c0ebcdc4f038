#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/s4d_scan_backward_simd.cpp"
#include <hwy/foreach_target.h>

#include "core/ops/s4d_scan_simd-inl.h"

// Backward over one row, unit by unit from the last, each walked forward once more from the state that was saved.
// Gradients are those of the constants of S4dTable; g is the gradient of h, conjugated as a complex number is:
//   g_k = out^T dy + conj(a^T) g_{k+1},  du = taps^T dy + in^T g_{k+1}
//   d in += g_{k+1} u^T,  d out += dy h_k^T,  d a^T += conj(h_k) g_{k+1},  d taps_j += sum_t dy_t u_{t-j}
// and for single steps the same with T = 1: g += 2 conj(c) dy, du = Re g + D dy, da += conj(h_{t-1}) g, g <- conj(a) g.
HWY_BEFORE_NAMESPACE();
namespace undula {
namespace HWY_NAMESPACE {
namespace {

struct Room {
  HWY_ALIGN float u[kS4dSpan * kLanes], dy[kS4dSpan * kLanes], du[kS4dSpan * kLanes];  // (step, lane)
  HWY_ALIGN float h[(kS4dChunks + 1) * kTile], g[(kS4dChunks + 1) * kTile];            // (chunk, row, lane)
  HWY_ALIGN float tail[kS4dChunk * kTile];                                             // (step, row, lane)
};

/// The same places as Table's, for gradients.
struct Gradients {
  Gradients(const cpu::S4dBackward& task, const Block& block) : at{task.N}, first(task.dtable + block.channel) {}

  float* in(int64_t n) const { return first + (at.in() + n * kS4dChunk) * kS4dWidth; }
  float* out(int64_t n) const { return first + (at.out() + n * kS4dChunk) * kS4dWidth; }
  float* taps() const { return first + at.taps() * kS4dWidth; }
  float* jump(int64_t n) const { return first + (at.jump() + 2 * n) * kS4dWidth; }
  float* step(int64_t n) const { return first + (at.step() + 2 * n) * kS4dWidth; }
  float* c(int64_t n) const { return first + (at.c() + n) * kS4dWidth; }
  float* D() const { return first + at.D() * kS4dWidth; }

  cpu::S4dTable at;
  float* first;
};

HWY_INLINE void add_to(float* sum, Vec v) {
  hn::Store(hn::Add(hn::Load(Tag(), sum), v), Tag(), sum);
}

/// to += conj(h) g
HWY_INLINE void add_factor(const Pair& h, const Pair& g, float* to) {
  const Pair sum = load_pair(to, kS4dWidth);
  const Vec re = hn::MulAdd(h.re, g.re, sum.re), im = hn::MulAdd(h.re, g.im, sum.im);
  store_pair({hn::MulAdd(h.im, g.im, re), hn::NegMulAdd(h.im, g.re, im)}, to, kS4dWidth);
}

/// conj(factor) g + x, the factor as in `moved`.
HWY_INLINE Pair moved_back(const float* factor, const Pair& g, const Pair& x) {
  const Pair high = load_pair(factor, kS4dWidth), low = load_pair(factor + 2 * kS4dWidth, kS4dWidth);
  Vec re = hn::MulAdd(low.re, g.re, x.re), im = hn::MulAdd(low.re, g.im, x.im);
  re = hn::MulAdd(low.im, g.im, re), im = hn::NegMulAdd(low.im, g.re, im);
  re = hn::MulAdd(high.re, g.re, re), im = hn::MulAdd(high.re, g.im, im);
  return {hn::MulAdd(high.im, g.im, re), hn::NegMulAdd(high.im, g.re, im)};
}

/// d taps_j += sum_t dy_t u_{t-j} over all chunks, four taps at a time.
void add_taps(const Unit& unit, const Room& room, float* taps) {
  const Tag d;
  for (int64_t j = 0; j < kS4dChunk; j += 4) {
    Vec s0 = hn::Zero(d), s1 = s0, s2 = s0, s3 = s0;
    for (int64_t k = 0; k < unit.chunks(); ++k) {
      const float *dy = room.dy + k * kChunk, *u = room.u + k * kChunk;
      for (int64_t t = j; t < kS4dChunk; ++t) {
        const Vec dy_t = hn::Load(d, dy + t * kLanes);
        const float* from = u + (t - j) * kLanes;
        s0 = hn::MulAdd(dy_t, hn::Load(d, from), s0);
        if (t > j) s1 = hn::MulAdd(dy_t, hn::Load(d, from - kLanes), s1);
        if (t > j + 1) s2 = hn::MulAdd(dy_t, hn::Load(d, from - 2 * kLanes), s2);
        if (t > j + 2) s3 = hn::MulAdd(dy_t, hn::Load(d, from - 3 * kLanes), s3);
      }
    }
    add_to(taps + j * kS4dWidth, s0);
    add_to(taps + (j + 1) * kS4dWidth, s1);
    add_to(taps + (j + 2) * kS4dWidth, s2);
    add_to(taps + (j + 3) * kS4dWidth, s3);
  }
}

/// What does not pass through a state.
void direct_gradients(const Table& table, const Gradients& to, const Unit& unit, Room& room) {
  const Tag d;
  for (int64_t s = 0; s < kS4dChunk; s += 4) {
    product({table.taps(), -kS4dWidth, kS4dWidth}, {room.dy + s * kLanes, kChunk, kLanes}, 4, unit.chunks(),
            kS4dChunk - s, {room.du + s * kLanes, kLanes, kChunk, false});
  }
  add_taps(unit, room, to.taps());
  const Vec D = hn::Load(d, table.D());
  Vec dD = hn::Zero(d);
  for (int64_t i = unit.chunks() * kChunk; i < unit.steps() * kLanes; i += kLanes) {
    const Vec dy = hn::Load(d, room.dy + i);
    hn::Store(hn::Mul(D, dy), d, room.du + i);
    dD = hn::MulAdd(dy, hn::Load(d, room.u + i), dD);
  }
  add_to(to.D(), dD);
}

/// The single steps of a unit: g (row, lane) goes from the gradient of the state after them to that before, `h`.
void tail_gradients(const Table& table, const Gradients& to, int64_t n, int64_t rows, const Unit& unit, const float* h,
                    float* g, Room& room) {
  const Tag d;
  const int64_t first = unit.chunks() * kChunk, steps = unit.tail();
  for (int64_t i = 0; i < rows * kLanes; i += kLanes) hn::Store(hn::Load(d, h + i), d, room.tail + i);
  for (int64_t step = 0; step < steps; ++step) {
    const Pair input{hn::Load(d, room.u + first + step * kLanes), hn::Zero(d)};
    for (int64_t k = 0; k < rows; k += 2) {
      float* before = room.tail + step * kTile + k * kLanes;
      store_pair(moved(table.step(n + k), load_pair(before, kLanes), input), before + kTile, kLanes);
    }
  }
  const Pair zero{hn::Zero(d), hn::Zero(d)};
  for (int64_t step = steps - 1; step >= 0; --step) {
    const Vec dy = hn::Load(d, room.dy + first + step * kLanes);
    Vec du = hn::Load(d, room.du + first + step * kLanes);
    for (int64_t k = 0; k < rows; k += 2) {
      const float* before = room.tail + step * kTile + k * kLanes;
      const Pair after = load_pair(before + kTile, kLanes), c = load_pair(table.c(n + k), kS4dWidth);
      Pair now = load_pair(g + k * kLanes, kLanes);
      now = {hn::MulAdd(c.re, dy, now.re), hn::MulAdd(c.im, dy, now.im)};
      add_to(to.c(n + k), hn::Mul(after.re, dy));
      add_to(to.c(n + k) + kS4dWidth, hn::Mul(after.im, dy));
      add_factor(load_pair(before, kLanes), now, to.step(n + k));
      du = hn::Add(du, now.re);
      store_pair(moved_back(table.step(n + k), now, zero), g + k * kLanes, kLanes);
    }
    hn::Store(du, d, room.du + first + step * kLanes);
  }
}

/// The chunks of a unit; g (chunk, row, lane) holds the gradient of the state after the last and gets those before it.
void chunk_gradients(const Table& table, const Gradients& to, int64_t n, int64_t rows, const Unit& unit, Room& room) {
  const int64_t chunks = unit.chunks();
  product({table.out(n), kS4dChunk * kS4dWidth, kS4dWidth}, {room.dy, kChunk, kLanes}, rows, chunks, kS4dChunk,
          {room.g, kLanes, kTile, false});
  for (int64_t k = chunks - 1; k >= 0; --k) {
    for (int64_t i = 0; i < rows; i += 2) {
      float* before = room.g + k * kTile + i * kLanes;
      const Pair after = load_pair(before + kTile, kLanes);
      add_factor(load_pair(room.h + k * kTile + i * kLanes, kLanes), after, to.jump(n + i));
      store_pair(moved_back(table.jump(n + i), after, load_pair(before, kLanes)), before, kLanes);
    }
  }
  product({table.in(n), kS4dWidth, kS4dChunk * kS4dWidth}, {room.g + kTile, kTile, kLanes}, kS4dChunk, chunks, rows,
          {room.du, kLanes, kChunk, true});
  product({room.g + kTile, kLanes, kTile}, {room.u, kLanes, kChunk}, rows, kS4dChunk, chunks,
          {to.in(n), kS4dChunk * kS4dWidth, kS4dWidth, true});
  product({room.h, kLanes, kTile}, {room.dy, kLanes, kChunk}, rows, kS4dChunk, chunks,
          {to.out(n), kS4dChunk * kS4dWidth, kS4dWidth, true});
}

/// Rows n .. of the state before a unit.
void load_state(const cpu::S4dBackward& task, const Block& block, const Unit& unit, int64_t n, int64_t rows, float* h) {
  if (unit.starts) return clear_tile(rows, h);
  const float* saved = task.states + (unit.begin / kS4dSpan * task.N + n) * task.E;
  for (int64_t i = 0; i < rows; ++i) hn::Store(load_live(saved + i * task.E, block), Tag(), h + i * kLanes);
}

void backward_unit(const cpu::S4dBackward& task, const Block& block, const Unit& unit, Room& room) {
  const Table table(task, block);
  const Gradients to(task, block);
  stage(task.u, block, unit, room.u);
  stage(task.dy, block, unit, room.dy);
  direct_gradients(table, to, unit, room);
  for_each_tile(task.N, [&](int64_t n, int64_t rows) HWY_ATTR {
    const int64_t end = unit.chunks() * kTile;
    float* g = task.g + n * kS4dWidth + block.channel;
    load_state(task, block, unit, n, rows, room.h);
    walk_chunks(table, n, rows, unit.chunks(), room.u, room.h);
    load_tile(g, rows, room.g + end);
    tail_gradients(table, to, n, rows, unit, room.h + end, room.g + end, room);
    chunk_gradients(table, to, n, rows, unit, room);
    if (unit.starts) clear_tile(rows, room.g);
    store_tile(room.g, rows, g);
  });
  for (int64_t step = unit.begin; step < unit.end; ++step) {
    store_live(hn::Load(Tag(), room.du + (step - unit.begin) * kLanes), task.du.at(step), block);
  }
}

/// The unit that forward's walk of the row ended at `end`.
Unit unit_before(const cpu::S4dTask& task, int64_t end) {
  int64_t record = 0;
  if (task.starts.marks) {
    record = end - 1;
    while (record > 0 && !task.starts.at(record)) --record;
  }
  const int64_t begin = record + (end - 1 - record) / kS4dSpan * kS4dSpan;
  return {begin, end, task.starts.at(begin)};
}

void backward_task(const cpu::S4dBackward& task) {
  Room room;
  for_each_block(task, [&](const Block& block) HWY_ATTR {
    for (int64_t end = task.length; end > 0;) {
      const Unit unit = unit_before(task, end);
      backward_unit(task, block, unit, room);
      end = unit.begin;
    }
  });
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace undula
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace undula::cpu {

HWY_EXPORT(backward_task);

void s4d_backward_task(const S4dBackward& task) {
  HWY_DYNAMIC_DISPATCH(backward_task)(task);
}

}  // namespace undula::cpu
#endif
