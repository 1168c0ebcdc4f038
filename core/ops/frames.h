#pragma once
#include "core/memory/context.h"
#include "core/ops/rows.h"

// A sequence at a p times slower pace and back, as in the pools of SaShiMi (Goel et al. 2022, section 3.3), cut in time
// wherever the caller likes. A row's phase f in [0, p) counts the frames of its unfinished group; n valid new frames
// finish floor((f + n) / p) groups. With g = f + t the place of new frame t counted from the start of that group:
//   stacked[i][s] = frame at g = i p + s                        (a finished group: p frames side by side)
//   spread[t]     = pending[g]           for g < p              (what the group before gave, or zeros at the start)
//                 = up[g / p - 1][g % p] for g >= p             (what each group gives comes with the next one: causal)
namespace undula {

/// The most groups that `length` new frames can finish.
constexpr int64_t stacked_length(int64_t length, int64_t p) {
  return (length + p - 1) / p;
}

/// How rows (B) move on by the valid ones of L frames: `groups` (B) i32 that they finish, and their phase afterwards.
/// `next_phase` may be absent, or be `phase`. Throws where a phase is not in [0, p).
void count_groups(Context& ctx, const Rows& rows, int64_t L, int64_t p, const View& phase, const View& groups,
                  const View& next_phase);

/// The frames of the groups: whose phase and number of finished groups these are.
struct FrameGroups {
  int64_t p;
  View phase;   ///< (B) i32, before the block
  View groups;  ///< (B) i32, from count_groups
};

/// stacked (B, stacked_length(L, p), p D) of x (B, L, D), zero beyond each row's groups. `waiting` (B, p - 1, D) holds
/// the frames of unfinished groups; `waiting_out`, zero beyond them unless the row is empty and passes all on, may be
/// the same memory. Either may be absent.
void stack_frames(Context& ctx, const FrameGroups& at, const View& x, const Rows& rows, const View& waiting,
                  const View& stacked, const View& waiting_out);
/// Writes dx, zero beyond each row's length, and d_waiting (may be absent).
void stack_frames_backward(Context& ctx, const FrameGroups& at, const View& d_stacked, const Rows& rows,
                           const View& d_waiting_out, const View& dx, const View& d_waiting);

/// y (B, L, D) = skip + spread(up (B, stacked_length(L, p), p D)); y = skip beyond each row's length. `pending`
/// (B, p, D) is what the last finished group gave; `pending_out` may be the same memory. Either may be absent.
void spread_frames(Context& ctx, const FrameGroups& at, const View& up, const Rows& rows, const View& pending,
                   const View& skip, const View& y, const View& pending_out);
/// Writes d_up and d_pending (may be absent). The gradient of skip is dy.
void spread_frames_backward(Context& ctx, const FrameGroups& at, const View& dy, const Rows& rows,
                            const View& d_pending_out, const View& d_up, const View& d_pending);

}  // namespace undula
