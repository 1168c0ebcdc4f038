#pragma once
#include "core/ops/pool.h"

// The implementations behind core/ops/pool.h, called with checked arguments.
namespace undula::ref {

template <class T>
void pool_accumulate(Pooling pooling, const View& x, const View& segments, int64_t first_position,
                     const PoolState& state);
template <class T>
void pool_finish(Pooling pooling, const PoolState& state, const View& y);
template <class T>
void pool_backward(Pooling pooling, const View& dy, const View& segments, int64_t first_position,
                   const PoolState& state, const View& dx);

}  // namespace undula::ref
