#pragma once
#include "core/memory/context.h"

namespace undula {

enum class Pooling : uint8_t { kMean, kLast, kMax };

/// Pools valid positions of segments. x (B, L, C); segments (S, 3) i32: row, begin, end of each record within this
/// chunk (end exclusive, may be empty); they do not overlap. Pooling can go on over chunks; the running state of each
/// segment:
struct PoolState {
  View value;   ///< (S, C): kMean: sum so far; kLast: last value seen; kMax: largest value seen
  View count;   ///< (S), element type of x: positions seen so far
  View chosen;  ///< (S, C) i32, kLast and kMax: absolute position (first_position + t) that the value came from; ties
                ///< to the first
};

/// Adds this chunk to `state` in place. A fresh state is zeros, with count 0.
void pool_accumulate(Context& ctx, Pooling pooling, const View& x, const View& segments, int64_t first_position,
                     const PoolState& state);
/// y (S, C): the pooled value; zeros for a segment with no position.
void pool_finish(Context& ctx, Pooling pooling, const PoolState& state, const View& y);
/// Writes this chunk's dx (B, L, C) from dy (S, C) and the final state; positions outside segments get 0.
void pool_backward(Context& ctx, Pooling pooling, const View& dy, const View& segments, int64_t first_position,
                   const PoolState& state, const View& dx);

}  // namespace undula
