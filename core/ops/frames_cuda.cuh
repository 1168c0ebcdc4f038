#pragma once
#include "core/ops/row_views_cuda.cuh"

// Frames of groups (core/ops/frames.h): moves of D numbers each, four columns of one frame a thread. What is carried
// between blocks is fp32 whatever the frames are.
namespace undula::UNDULA_GPU {

struct CountGroups {
  int64_t B, L, p;
  DeviceRows rows;
  const int32_t* phase;
  int32_t *groups, *next_phase;  ///< next_phase: null or phase
};

UNDULA_KERNEL void count_rows(CountGroups p) {
  const int64_t b = block_x() * threads() + thread();
  if (b >= p.B) return;
  const int64_t after = p.phase[b] + p.rows.length(b, p.L);
  p.groups[b] = static_cast<int32_t>(after / p.p);
  if (p.next_phase) p.next_phase[b] = static_cast<int32_t>(after % p.p);
}

/// One row of a block: where frames lie.
struct FrameRow {
  int64_t b, p, phase, groups, length;
  /// Frames of the unfinished group after the block.
  UNDULA_DEVICE int64_t left() const { return phase + length - groups * p; }
  /// The new frame in slot s of group i; negative: it came before the block, `length` or more: after it.
  UNDULA_DEVICE int64_t frame(int64_t i, int64_t s) const { return i * p + s - phase; }
};

template <class T>
struct FrameMoves {
  Tiles tiles;  ///< of what a launch writes: its frames, D
  int64_t L, p;
  DeviceRows rows;
  const int32_t *phase, *groups;
  Block<T> fine, skip, coarse;  ///< (B, L, D), (B, L, D), (B, L', p D)
  Block<float> before, after;   ///< (B, p - 1 or p, D): carried
  int64_t n;                    ///< frames a row of what a launch writes

  UNDULA_DEVICE FrameRow row(int64_t b) const { return {b, p, phase[b], groups[b], rows.length(b, L)}; }
  UNDULA_DEVICE T* slot(int64_t b, int64_t i, int64_t s) const { return coarse.at(b, i) + s * tiles.columns; }
};

/// The frame that a thread writes, and its channels.
struct FramePlace {
  int64_t b, i, channel, live;
};
template <class T>
UNDULA_DEVICE FramePlace frame_place(const FrameMoves<T>& p) {
  const int64_t m = p.tiles.row(), c = p.tiles.column();
  return {m / p.n, m % p.n, c, p.tiles.has(m, c) ? p.tiles.columns - c : 0};
}

/// x += the thread's channels of a frame; null: zeros.
template <class F, class T>
UNDULA_DEVICE void add_frame(const FrameMoves<T>& p, const FramePlace& at, const F* from, float (&x)[kItems]) {
  if (!from) return;
  float frame[kItems];
  load_quad(from + at.channel, at.live, p.tiles.aligned, frame);
  UNDULA_UNROLL
  for (int i = 0; i < kItems; ++i) x[i] += frame[i];
}
template <class T>
UNDULA_DEVICE const float* carried(const Block<T>& block, int64_t b, int64_t s) {
  return block.data ? block.at(b, s) : nullptr;
}
template <class F, class T>
UNDULA_DEVICE void put_frame(const FrameMoves<T>& p, const FramePlace& at, F* to, const float (&x)[kItems]) {
  store_quad(to + at.channel, at.live, p.tiles.aligned, x);
}

/// The frame in slot s of group i, which may have waited.
template <class T>
UNDULA_DEVICE void add_slot(const FrameMoves<T>& p, const FramePlace& at, const FrameRow& row, int64_t i, int64_t s,
                            float (&x)[kItems]) {
  const int64_t t = row.frame(i, s);
  if (t < 0) {
    add_frame(p, at, carried(p.before, row.b, s), x);
  } else {
    add_frame(p, at, static_cast<const T*>(p.fine.at(row.b, t)), x);
  }
}

/// coarse <- fine and before; frames of the launch: slots (L' p).
template <class T>
UNDULA_KERNEL void stack_groups(FrameMoves<T> p) {
  const FramePlace at = frame_place(p);
  if (at.live == 0) return;
  const FrameRow row = p.row(at.b);
  const int64_t i = at.i / p.p, s = at.i % p.p;
  float x[kItems] = {};
  if (i < row.groups) add_slot(p, at, row, i, s, x);
  put_frame(p, at, p.slot(at.b, i, s), x);
}

/// after <- fine and before; frames: p - 1.
template <class T>
UNDULA_KERNEL void stack_waiting(FrameMoves<T> p) {
  const FramePlace at = frame_place(p);
  if (at.live == 0) return;
  const FrameRow row = p.row(at.b);
  float x[kItems] = {};
  if (row.length == 0) {
    add_frame(p, at, carried(p.before, at.b, at.i), x);
  } else if (at.i < row.left()) {
    add_slot(p, at, row, row.groups, at.i, x);
  }
  put_frame(p, at, p.after.at(at.b, at.i), x);
}

/// The gradient of the frame in slot s of group i, which may be the unfinished one: coarse, or after.
template <class T>
UNDULA_DEVICE void add_slot_gradient(const FrameMoves<T>& p, const FramePlace& at, const FrameRow& row, int64_t i,
                                     int64_t s, float (&x)[kItems]) {
  if (i < row.groups) {
    add_frame(p, at, static_cast<const T*>(p.slot(row.b, i, s)), x);
  } else {
    add_frame(p, at, carried(p.after, row.b, s), x);
  }
}

/// fine <- coarse and after; frames: L.
template <class T>
UNDULA_KERNEL void stack_groups_backward(FrameMoves<T> p) {
  const FramePlace at = frame_place(p);
  if (at.live == 0) return;
  const FrameRow row = p.row(at.b);
  const int64_t g = row.phase + at.i;
  float x[kItems] = {};
  if (at.i < row.length) add_slot_gradient(p, at, row, g / p.p, g % p.p, x);
  put_frame(p, at, p.fine.at(at.b, at.i), x);
}

/// before <- coarse and after; frames: p - 1.
template <class T>
UNDULA_KERNEL void stack_waiting_backward(FrameMoves<T> p) {
  const FramePlace at = frame_place(p);
  if (at.live == 0) return;
  const FrameRow row = p.row(at.b);
  float x[kItems] = {};
  if (row.length == 0 || at.i < row.phase) add_slot_gradient(p, at, row, 0, at.i, x);
  put_frame(p, at, p.before.at(at.b, at.i), x);
}

/// fine <- skip + coarse or before; frames: L.
template <class T>
UNDULA_KERNEL void spread_groups(FrameMoves<T> p) {
  const FramePlace at = frame_place(p);
  if (at.live == 0) return;
  const FrameRow row = p.row(at.b);
  const int64_t g = row.phase + at.i;
  float x[kItems] = {};
  add_frame(p, at, static_cast<const T*>(p.skip.at(at.b, at.i)), x);
  if (at.i < row.length && g < p.p) add_frame(p, at, carried(p.before, at.b, g), x);
  if (at.i < row.length && g >= p.p) add_frame(p, at, static_cast<const T*>(p.slot(at.b, g / p.p - 1, g % p.p)), x);
  put_frame(p, at, p.fine.at(at.b, at.i), x);
}

/// after <- the last group; frames: p.
template <class T>
UNDULA_KERNEL void spread_pending(FrameMoves<T> p) {
  const FramePlace at = frame_place(p);
  if (at.live == 0) return;
  const FrameRow row = p.row(at.b);
  float x[kItems] = {};
  if (row.groups > 0) {
    add_frame(p, at, static_cast<const T*>(p.slot(at.b, row.groups - 1, at.i)), x);
  } else {
    add_frame(p, at, carried(p.before, at.b, at.i), x);
  }
  put_frame(p, at, p.after.at(at.b, at.i), x);
}

/// What group i, -1 being the one before the block, gave in slot s: it came with group i + 1 (fine), and if it was the
/// last, it is carried (after).
template <class T>
UNDULA_DEVICE void add_spread_gradient(const FrameMoves<T>& p, const FramePlace& at, const FrameRow& row, int64_t i,
                                       int64_t s, float (&x)[kItems]) {
  const int64_t t = row.frame(i + 1, s);
  if (t >= 0 && t < row.length) add_frame(p, at, static_cast<const T*>(p.fine.at(row.b, t)), x);
  if (i == row.groups - 1) add_frame(p, at, carried(p.after, row.b, s), x);
}

/// coarse <- fine and after; frames: slots (L' p).
template <class T>
UNDULA_KERNEL void spread_groups_backward(FrameMoves<T> p) {
  const FramePlace at = frame_place(p);
  if (at.live == 0) return;
  const FrameRow row = p.row(at.b);
  const int64_t i = at.i / p.p, s = at.i % p.p;
  float x[kItems] = {};
  if (i < row.groups) add_spread_gradient(p, at, row, i, s, x);
  put_frame(p, at, p.slot(at.b, i, s), x);
}

/// before <- fine and after; frames: p.
template <class T>
UNDULA_KERNEL void spread_pending_backward(FrameMoves<T> p) {
  const FramePlace at = frame_place(p);
  if (at.live == 0) return;
  const FrameRow row = p.row(at.b);
  float x[kItems] = {};
  add_spread_gradient(p, at, row, -1, at.i, x);
  put_frame(p, at, p.before.at(at.b, at.i), x);
}

}  // namespace undula::UNDULA_GPU
