#include "core/ops/frames.h"

#include <algorithm>
#include <type_traits>

#include "core/base/error.h"
#include "core/cuda/device_ops.h"

namespace undula {
namespace {

/// One row of a block and of what it carries: where frames lie.
struct Row {
  Row(const FrameGroups& at, const Rows& rows, int64_t b, int64_t L)
      : p(at.p), phase(at.phase.as<int32_t>()[b]), groups(at.groups.as<int32_t>()[b]), length(rows.length(b, L)) {}

  /// Frames of the unfinished group after the block.
  int64_t left() const { return phase + length - groups * p; }
  /// The new frame in slot s of group i; negative: it came before the block, `length` or more: after it.
  int64_t frame(int64_t i, int64_t s) const { return i * p + s - phase; }
  bool has(int64_t t) const { return t >= 0 && t < length; }

  int64_t p, phase, groups, length;
};

/// Frame i of row b of a (B, n, D) view; null where the view is absent.
template <class T>
T* frame_of(const View& view, int64_t b, int64_t i) {
  return view.present() ? view.as<std::remove_const_t<T>>() + b * view.strides[0] + i * view.strides[1] : nullptr;
}

template <class T>
void put(const T* from, int64_t D, T* to) {
  if (from == nullptr) {
    std::fill_n(to, D, T(0));
  } else if (from != to) {
    std::copy_n(from, D, to);
  }
}

template <class T>
void put_sum(const T* a, const T* b, int64_t D, T* to) {
  if (a == nullptr || b == nullptr) return put(a == nullptr ? b : a, D, to);
  for (int64_t d = 0; d < D; ++d) to[d] = a[d] + b[d];
}

/// Calls f(b, i) for the n items of each of B rows, in parallel; an item takes about `cost` moves.
template <class F>
void for_each(ThreadPool& pool, int64_t B, int64_t n, int64_t cost, F&& f) {
  pool.parallel_for(B * n, 1 + 16384 / (cost + 1), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) f(i / n, i % n);
  });
}

/// Shapes that all four have in common: `fine` (B, L, D), `coarse` (B, L', p D), `carried` (B, n, D) where present.
void check_frames(const FrameGroups& at, const View& fine, const View& coarse, const Rows& rows, int64_t n,
                  const View& before, const View& after, const char* op) {
  if (fine.shape.rank() != 3) require(false, op, "frames; got " + fine.shape.text() + ", want (B, L, D)");
  const int64_t B = fine.shape[0], L = fine.shape[1], D = fine.shape[2];
  check_view(coarse, {B, stacked_length(L, at.p), at.p * D}, fine.dtype, op, "groups of frames");
  check_view(at.phase, {B}, DType::kI32, op, "phase");
  check_view(at.groups, {B}, DType::kI32, op, "groups");
  for (const View* carried : {&before, &after})
    if (carried->present()) check_view(*carried, {B, n, D}, state_type(fine.dtype), op, "carried frames");
  check_rows(rows, B, L, op);
}

template <class T>
void stack(ThreadPool& pool, const FrameGroups& at, const View& x, const Rows& rows, const View& waiting,
           const View& stacked, const View& waiting_out) {
  const int64_t B = x.shape[0], L = x.shape[1], D = x.shape[2], p = at.p;
  const auto frame = [&](int64_t b, const Row& row, int64_t i, int64_t s) {
    const int64_t t = row.frame(i, s);
    return t < 0 ? frame_of<const T>(waiting, b, s) : frame_of<const T>(x, b, t);
  };
  for_each(pool, B, stacked.shape[1], p * D, [&](int64_t b, int64_t i) {
    const Row row(at, rows, b, L);
    T* to = frame_of<T>(stacked, b, i);
    for (int64_t s = 0; s < p; ++s) put(i < row.groups ? frame(b, row, i, s) : nullptr, D, to + s * D);
  });
  if (!waiting_out.present()) return;
  for_each(pool, B, 1, p * D, [&](int64_t b, int64_t) {
    const Row row(at, rows, b, L);
    for (int64_t s = 0; s < p - 1; ++s) {
      const T* from = s < row.left() ? frame(b, row, row.groups, s) : nullptr;
      put(row.length == 0 ? frame_of<const T>(waiting, b, s) : from, D, frame_of<T>(waiting_out, b, s));
    }
  });
}

template <class T>
void stack_backward(ThreadPool& pool, const FrameGroups& at, const View& d_stacked, const Rows& rows,
                    const View& d_waiting_out, const View& dx, const View& d_waiting) {
  const int64_t B = dx.shape[0], L = dx.shape[1], D = dx.shape[2], p = at.p;
  // The gradient of the frame in slot s of group i, which may be the unfinished one.
  const auto gradient = [&](int64_t b, const Row& row, int64_t i, int64_t s) {
    return i < row.groups ? frame_of<const T>(d_stacked, b, i) + s * D : frame_of<const T>(d_waiting_out, b, s);
  };
  for_each(pool, B, L, D, [&](int64_t b, int64_t t) {
    const Row row(at, rows, b, L);
    const int64_t g = row.phase + t;
    put(t < row.length ? gradient(b, row, g / p, g % p) : nullptr, D, frame_of<T>(dx, b, t));
  });
  if (!d_waiting.present()) return;
  for_each(pool, B, 1, p * D, [&](int64_t b, int64_t) {
    const Row row(at, rows, b, L);
    for (int64_t s = 0; s < p - 1; ++s) {
      const bool live = row.length == 0 || s < row.phase;
      put(live ? gradient(b, row, 0, s) : nullptr, D, frame_of<T>(d_waiting, b, s));
    }
  });
}

template <class T>
void spread(ThreadPool& pool, const FrameGroups& at, const View& up, const Rows& rows, const View& pending,
            const View& skip, const View& y, const View& pending_out) {
  const int64_t B = y.shape[0], L = y.shape[1], D = y.shape[2], p = at.p;
  for_each(pool, B, L, D, [&](int64_t b, int64_t t) {
    const Row row(at, rows, b, L);
    const int64_t g = row.phase + t;
    const T* from = t >= row.length ? nullptr
                    : g < p         ? frame_of<const T>(pending, b, g)
                                    : frame_of<const T>(up, b, g / p - 1) + g % p * D;
    put_sum(frame_of<const T>(skip, b, t), from, D, frame_of<T>(y, b, t));
  });
  if (!pending_out.present()) return;
  for_each(pool, B, 1, p * D, [&](int64_t b, int64_t) {
    const Row row(at, rows, b, L);
    for (int64_t s = 0; s < p; ++s)
      put(row.groups > 0 ? frame_of<const T>(up, b, row.groups - 1) + s * D : frame_of<const T>(pending, b, s), D,
          frame_of<T>(pending_out, b, s));
  });
}

template <class T>
void spread_backward(ThreadPool& pool, const FrameGroups& at, const View& dy, const Rows& rows,
                     const View& d_pending_out, const View& d_up, const View& d_pending) {
  const int64_t B = dy.shape[0], L = dy.shape[1], D = dy.shape[2], p = at.p;
  // What group i, -1 being the one before the block, gave in slot s: it came with group i + 1, and if it was the last,
  // it is carried.
  const auto put_gradient = [&](int64_t b, const Row& row, int64_t i, int64_t s, T* to) {
    const int64_t t = row.frame(i + 1, s);
    put_sum(row.has(t) ? frame_of<const T>(dy, b, t) : nullptr,
            i == row.groups - 1 ? frame_of<const T>(d_pending_out, b, s) : nullptr, D, to);
  };
  for_each(pool, B, d_up.shape[1], p * D, [&](int64_t b, int64_t i) {
    const Row row(at, rows, b, L);
    T* to = frame_of<T>(d_up, b, i);
    if (i >= row.groups) return std::fill_n(to, p * D, T(0)), void();
    for (int64_t s = 0; s < p; ++s) put_gradient(b, row, i, s, to + s * D);
  });
  if (!d_pending.present()) return;
  for_each(pool, B, 1, p * D, [&](int64_t b, int64_t) {
    const Row row(at, rows, b, L);
    for (int64_t s = 0; s < p; ++s) put_gradient(b, row, -1, s, frame_of<T>(d_pending, b, s));
  });
}

}  // namespace

void count_groups(Context& ctx, const Rows& rows, int64_t L, int64_t p, const View& phase, const View& groups,
                  const View& next_phase) {
  constexpr const char* op = "count_groups";
  if (!(phase.shape.rank() == 1 && p > 1)) require(false, op, "one phase a row, and groups of two frames or more");
  const int64_t B = phase.shape[0];
  check_view(phase, {B}, DType::kI32, op, "phase");
  check_view(groups, {B}, DType::kI32, op, "groups");
  if (next_phase.present()) check_view(next_phase, {B}, DType::kI32, op, "next phase");
  check_rows(rows, B, L, op);
  if (ctx.on_device()) return ctx.device_ops().count_groups(ctx, rows, L, p, phase, groups, next_phase);
  if (ctx.planning()) return;
  check_lengths(rows, B, L, op);
  for (int64_t b = 0; b < B; ++b) {
    const int64_t at = phase.as<int32_t>()[b];
    if (at < 0 || at >= p)
      require(false, op, "phase; got " + std::to_string(at) + ", want 0 to " + std::to_string(p - 1));
    const int64_t after = at + rows.length(b, L);
    groups.as<int32_t>()[b] = static_cast<int32_t>(after / p);
    if (next_phase.present()) next_phase.as<int32_t>()[b] = static_cast<int32_t>(after % p);
  }
}

void stack_frames(Context& ctx, const FrameGroups& at, const View& x, const Rows& rows, const View& waiting,
                  const View& stacked, const View& waiting_out) {
  check_frames(at, x, stacked, rows, at.p - 1, waiting, waiting_out, "stack_frames");
  if (ctx.on_device()) return ctx.device_ops().stack_frames(ctx, at, x, rows, waiting, stacked, waiting_out);
  if (ctx.planning()) return;
  dispatch_float(x.dtype,
                 [&](auto zero) { stack<decltype(zero)>(ctx.pool(), at, x, rows, waiting, stacked, waiting_out); });
}

void stack_frames_backward(Context& ctx, const FrameGroups& at, const View& d_stacked, const Rows& rows,
                           const View& d_waiting_out, const View& dx, const View& d_waiting) {
  check_frames(at, dx, d_stacked, rows, at.p - 1, d_waiting_out, d_waiting, "stack_frames_backward");
  if (ctx.on_device())
    return ctx.device_ops().stack_frames_backward(ctx, at, d_stacked, rows, d_waiting_out, dx, d_waiting);
  if (ctx.planning()) return;
  dispatch_float(dx.dtype, [&](auto zero) {
    stack_backward<decltype(zero)>(ctx.pool(), at, d_stacked, rows, d_waiting_out, dx, d_waiting);
  });
}

void spread_frames(Context& ctx, const FrameGroups& at, const View& up, const Rows& rows, const View& pending,
                   const View& skip, const View& y, const View& pending_out) {
  check_frames(at, y, up, rows, at.p, pending, pending_out, "spread_frames");
  check_view(skip, y.shape, y.dtype, "spread_frames", "skip");
  if (ctx.on_device()) return ctx.device_ops().spread_frames(ctx, at, up, rows, pending, skip, y, pending_out);
  if (ctx.planning()) return;
  dispatch_float(y.dtype,
                 [&](auto zero) { spread<decltype(zero)>(ctx.pool(), at, up, rows, pending, skip, y, pending_out); });
}

void spread_frames_backward(Context& ctx, const FrameGroups& at, const View& dy, const Rows& rows,
                            const View& d_pending_out, const View& d_up, const View& d_pending) {
  check_frames(at, dy, d_up, rows, at.p, d_pending_out, d_pending, "spread_frames_backward");
  if (ctx.on_device())
    return ctx.device_ops().spread_frames_backward(ctx, at, dy, rows, d_pending_out, d_up, d_pending);
  if (ctx.planning()) return;
  dispatch_float(dy.dtype, [&](auto zero) {
    spread_backward<decltype(zero)>(ctx.pool(), at, dy, rows, d_pending_out, d_up, d_pending);
  });
}

}  // namespace undula
