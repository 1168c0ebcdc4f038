#include "core/ops/launch_cuda.h"
#include "core/ops/pool_cuda.cuh"

namespace undula::UNDULA_GPU {

void Ops::pool_accumulate(Context& ctx, Pooling pooling, const View& x, const View& segments, int64_t first_position,
                          const PoolState& state) {
  if (ctx.planning()) return;
  constexpr int kAll = 256;
  const int64_t S = segments.shape[0], C = x.shape[2];
  Queue& queue = ctx.device().queue();
  dispatch_storage(x.dtype, [&](auto zero) {
    using T = decltype(zero);
    const PoolAccumulate<T> params{pooling,
                                   S,
                                   C,
                                   first_position,
                                   block<const T>(x),
                                   matrix<const int32_t>(segments),
                                   matrix<float>(state.value),
                                   data_of<float>(state.count),
                                   matrix<int32_t>(state.chosen)};
    UNDULA_LAUNCH(queue, pool_segments<T>, {blocks_of(C, kWarp), S}, kAll, 2 * kPoolTile * kWarp * sizeof(float),
                  params);
    UNDULA_LAUNCH(queue, pool_counts<T>, {blocks_of(S, kThreads)}, kThreads, 0, params);
  });
}

void Ops::pool_finish(Context& ctx, Pooling pooling, const PoolState& state, const View& y) {
  if (ctx.planning()) return;
  const PoolFinish params{tiles(y.shape[0], y.shape[1], {state.value, y}), pooling == Pooling::kMean,
                          matrix<const float>(state.value), data_of<const float>(state.count), matrix<float>(y)};
  UNDULA_LAUNCH(ctx.device().queue(), pool_values, grid(params.tiles), kThreads, 0, params);
}

void Ops::pool_backward(Context& ctx, Pooling pooling, const View& dy, const View& segments, int64_t first_position,
                        const PoolState& state, const View& dx) {
  if (ctx.planning()) return;
  const int64_t B = dx.shape[0], L = dx.shape[1];
  dispatch_storage(dx.dtype, [&](auto zero) {
    using T = decltype(zero);
    const PoolBackward<T> params{pooling,
                                 segments.shape[0],
                                 L,
                                 dx.shape[2],
                                 first_position,
                                 aligned({dy, dx}),
                                 matrix<const float>(dy),
                                 matrix<const int32_t>(segments),
                                 data_of<const float>(state.count),
                                 matrix<const int32_t>(state.chosen),
                                 block<T>(dx)};
    UNDULA_LAUNCH(ctx.device().queue(), pool_positions<T>, {blocks_of(L, kPoolRun), B}, kThreads,
                  kPoolRun * sizeof(int32_t), params);
  });
}

}  // namespace undula::UNDULA_GPU
