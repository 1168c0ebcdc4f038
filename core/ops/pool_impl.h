#pragma once
#include "core/ops/pool.h"

// The implementation behind core/ops/pool.h, called with checked arguments. T is float or double.
namespace undula::cpu {

template <class T>
void pool_accumulate(ThreadPool& pool, Pooling pooling, const View& x, const View& segments, int64_t first_position,
                     const PoolState& state);
template <class T>
void pool_finish(Pooling pooling, const PoolState& state, const View& y);
template <class T>
void pool_backward(ThreadPool& pool, Pooling pooling, const View& dy, const View& segments, int64_t first_position,
                   const PoolState& state, const View& dx);

}  // namespace undula::cpu
