#include "core/ops/frames.h"
#include "core/ops/frames_cuda.cuh"
#include "core/ops/launch_cuda.h"

namespace undula::UNDULA_GPU {
namespace {

/// One of the moves between `fine` (B, L, D), `coarse` (B, L', p D) and what is carried.
struct Move {
  const FrameGroups& at;
  const Rows& rows;
  View fine, skip, coarse, before, after;

  /// Launches `kernel`, which writes n frames a row.
  template <class T>
  void launch(Context& ctx, void (*kernel)(FrameMoves<T>), int64_t n) const {
    const int64_t B = fine.shape[0], D = fine.shape[2];
    Tiles over = tiles(B * n, D, {fine, skip, coarse, before, after});
    over.aligned = over.aligned && D % kItems == 0;
    const FrameMoves<T> params{over,
                               fine.shape[1],
                               at.p,
                               device_rows(rows),
                               data_of<const int32_t>(at.phase),
                               data_of<const int32_t>(at.groups),
                               block<T>(fine),
                               block<T>(skip),
                               block<T>(coarse),
                               block<float>(before),
                               block<float>(after),
                               n};
    UNDULA_LAUNCH(ctx.device().queue(), kernel, grid(over), kThreads, 0, params);
  }
};

}  // namespace

void Ops::count_groups(Context& ctx, const Rows& rows, int64_t L, int64_t p, const View& phase, const View& groups,
                       const View& next_phase) {
  if (ctx.planning()) return;
  const int64_t B = phase.shape[0];
  const CountGroups params{B,
                           L,
                           p,
                           device_rows(rows),
                           data_of<const int32_t>(phase),
                           data_of<int32_t>(groups),
                           data_of<int32_t>(next_phase)};
  UNDULA_LAUNCH(ctx.device().queue(), count_rows, {blocks_of(B, kThreads)}, kThreads, 0, params);
}

void Ops::stack_frames(Context& ctx, const FrameGroups& at, const View& x, const Rows& rows, const View& waiting,
                       const View& stacked, const View& waiting_out) {
  if (ctx.planning()) return;
  const Move move{at, rows, x, View(), stacked, waiting, waiting_out};
  dispatch_storage(x.dtype, [&](auto zero) {
    using T = decltype(zero);
    move.launch(ctx, stack_groups<T>, stacked.shape[1] * at.p);
    if (waiting_out.present()) move.launch(ctx, stack_waiting<T>, at.p - 1);
  });
}

void Ops::stack_frames_backward(Context& ctx, const FrameGroups& at, const View& d_stacked, const Rows& rows,
                                const View& d_waiting_out, const View& dx, const View& d_waiting) {
  if (ctx.planning()) return;
  const Move move{at, rows, dx, View(), d_stacked, d_waiting, d_waiting_out};
  dispatch_storage(dx.dtype, [&](auto zero) {
    using T = decltype(zero);
    move.launch(ctx, stack_groups_backward<T>, dx.shape[1]);
    if (d_waiting.present()) move.launch(ctx, stack_waiting_backward<T>, at.p - 1);
  });
}

void Ops::spread_frames(Context& ctx, const FrameGroups& at, const View& up, const Rows& rows, const View& pending,
                        const View& skip, const View& y, const View& pending_out) {
  if (ctx.planning()) return;
  const Move move{at, rows, y, skip, up, pending, pending_out};
  dispatch_storage(y.dtype, [&](auto zero) {
    using T = decltype(zero);
    move.launch(ctx, spread_groups<T>, y.shape[1]);
    if (pending_out.present()) move.launch(ctx, spread_pending<T>, at.p);
  });
}

void Ops::spread_frames_backward(Context& ctx, const FrameGroups& at, const View& dy, const Rows& rows,
                                 const View& d_pending_out, const View& d_up, const View& d_pending) {
  if (ctx.planning()) return;
  const Move move{at, rows, dy, View(), d_up, d_pending, d_pending_out};
  dispatch_storage(dy.dtype, [&](auto zero) {
    using T = decltype(zero);
    move.launch(ctx, spread_groups_backward<T>, d_up.shape[1] * at.p);
    if (d_pending.present()) move.launch(ctx, spread_pending_backward<T>, at.p);
  });
}

}  // namespace undula::UNDULA_GPU
