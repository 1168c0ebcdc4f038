#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/s4d_scan_forward_simd.cpp"
#include <hwy/foreach_target.h>

#include "core/ops/s4d_scan_simd-inl.h"

// Forward over one row, unit by unit. Channels lie in the lanes; of the steps of a unit, whole chunks are products with
// the constants of S4dTable, several chunks at a time, and only the states between chunks follow each other:
//   y = taps u + out h_k,   h_{k+1} = a^T h_k + in u
// What is left goes step by step: h <- a h + u, y = 2 Re(c h) + D u.
HWY_BEFORE_NAMESPACE();
namespace undula {
namespace HWY_NAMESPACE {
namespace {

struct Room {
  HWY_ALIGN float u[kS4dSpan * kLanes], y[kS4dSpan * kLanes];  // (step, lane)
  HWY_ALIGN float h[(kS4dChunks + 1) * kTile];                 // (chunk, row, lane)
};

/// What the inputs of a unit give to its outputs without passing through a state.
void direct_outputs(const Table& table, const Unit& unit, Room& room) {
  for (int64_t t = 0; t < kS4dChunk; t += 4) {
    product({table.taps() + t * kS4dWidth, kS4dWidth, -kS4dWidth}, {room.u, kChunk, kLanes}, 4, unit.chunks(), t + 4,
            {room.y + t * kLanes, kLanes, kChunk, false});
  }
  const Vec D = hn::Load(Tag(), table.D());
  for (int64_t i = unit.chunks() * kChunk; i < unit.steps() * kLanes; i += kLanes) {
    hn::Store(hn::Mul(D, hn::Load(Tag(), room.u + i)), Tag(), room.y + i);
  }
}

/// The single steps of a unit; h (row, lane) goes from the state before them to that after.
void walk_tail(const Table& table, int64_t n, int64_t rows, const Unit& unit, float* h, Room& room) {
  const Tag d;
  for (int64_t i = unit.chunks() * kChunk; i < unit.steps() * kLanes; i += kLanes) {
    const Pair input{hn::Load(d, room.u + i), hn::Zero(d)};
    Pair sum{hn::Load(d, room.y + i), hn::Zero(d)};
    for (int64_t k = 0; k < rows; k += 2) {
      const Pair now = moved(table.step(n + k), load_pair(h + k * kLanes, kLanes), input);
      const Pair c = load_pair(table.c(n + k), kS4dWidth);
      store_pair(now, h + k * kLanes, kLanes);
      sum = {hn::MulAdd(c.re, now.re, sum.re), hn::MulAdd(c.im, now.im, sum.im)};
    }
    hn::Store(hn::Add(sum.re, sum.im), d, room.y + i);
  }
}

void forward_unit(const cpu::S4dForward& task, const Block& block, const Unit& unit, Room& room) {
  const Table table(task, block);
  stage(task.u, block, unit, room.u);
  direct_outputs(table, unit, room);
  for_each_tile(task.N, [&](int64_t n, int64_t rows) HWY_ATTR {
    float *state = task.h + n * kS4dWidth + block.channel, *end = room.h + unit.chunks() * kTile;
    if (unit.starts) {
      clear_tile(rows, room.h);
    } else {
      load_tile(state, rows, room.h);
    }
    walk_chunks(table, n, rows, unit.chunks(), room.u, room.h);
    product({table.out(n), kS4dWidth, kS4dChunk * kS4dWidth}, {room.h, kTile, kLanes}, kS4dChunk, unit.chunks(), rows,
            {room.y, kLanes, kChunk, true});
    walk_tail(table, n, rows, unit, end, room);
    store_tile(end, rows, state);
  });
  for (int64_t step = unit.begin; step < unit.end; ++step) {
    store_live(hn::Load(Tag(), room.y + (step - unit.begin) * kLanes), task.y.at(step), block);
  }
}

/// The state before a unit. A record's first unit needs none, and of the others one starts in each span of the row.
void save_state(const cpu::S4dForward& task, const Block& block, const Unit& unit) {
  if (!task.states || unit.starts) return;
  for (int64_t n = 0; n < task.N; ++n) {
    const Vec state = hn::Load(Tag(), task.h + n * kS4dWidth + block.channel);
    store_live(state, task.states + (unit.begin / kS4dSpan * task.N + n) * task.E, block);
  }
}

void forward_task(const cpu::S4dForward& task) {
  Room room;
  for_each_block(task, [&](const Block& block) HWY_ATTR {
    for (int64_t begin = 0; begin < task.length;) {
      const int64_t end = next_record(task.starts, begin, HWY_MIN(begin + kS4dSpan, task.length));
      const Unit unit{begin, end, task.starts.at(begin)};
      save_state(task, block, unit);
      forward_unit(task, block, unit, room);
      begin = end;
    }
  });
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace undula
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace undula::cpu {

HWY_EXPORT(forward_task);

void s4d_forward_task(const S4dForward& task) {
  HWY_DYNAMIC_DISPATCH(forward_task)(task);
}

}  // namespace undula::cpu
#endif
