#include "core/ops/pool.h"

#include <string>

#include "core/base/error.h"
#include "core/cuda/device_ops.h"
#include "core/ops/pool_impl.h"

namespace undula {
namespace {

void check_state(Pooling pooling, const PoolState& state, int64_t S, int64_t C, DType dtype, const char* op) {
  const DType carried = state_type(dtype);
  check_view(state.value, {S, C}, carried, op, "value");
  check_view(state.count, {S}, carried, op, "count");
  if (pooling != Pooling::kMean) check_view(state.chosen, {S, C}, DType::kI32, op, "chosen");
}

void check_block(const View& x, const View& segments, const char* op) {
  require(x.shape.rank() == 3, op, "rank of x; got " + x.shape.text() + ", want (B, L, C)");
  require(segments.shape.rank() == 2, op, "rank of segments; got " + segments.shape.text() + ", want (S, 3)");
  check_view(segments, {segments.shape[0], 3}, DType::kI32, op, "segments");
}

/// Reads values: not while planning.
void check_segments(const View& segments, int64_t B, int64_t L, const char* op) {
  for (int64_t s = 0; s < segments.shape[0]; ++s) {
    const int32_t* entry = segments.as<int32_t>() + s * segments.strides[0];
    const bool fits = entry[0] >= 0 && entry[0] < B && entry[1] >= 0 && entry[1] <= entry[2] && entry[2] <= L;
    if (fits) continue;
    require(false, op,
            "segment " + std::to_string(s) + "; got row " + std::to_string(entry[0]) + ", positions " +
                std::to_string(entry[1]) + " to " + std::to_string(entry[2]) + ", want within " + std::to_string(B) +
                " rows of " + std::to_string(L));
  }
}

}  // namespace

void pool_accumulate(Context& ctx, Pooling pooling, const View& x, const View& segments, int64_t first_position,
                     const PoolState& state) {
  constexpr const char* op = "pool_accumulate";
  check_block(x, segments, op);
  check_state(pooling, state, segments.shape[0], x.shape[2], x.dtype, op);
  if (ctx.on_device()) return ctx.device_ops().pool_accumulate(ctx, pooling, x, segments, first_position, state);
  if (ctx.planning()) return;
  check_segments(segments, x.shape[0], x.shape[1], op);
  dispatch_float(x.dtype, [&](auto zero) {
    cpu::pool_accumulate<decltype(zero)>(ctx.pool(), pooling, x, segments, first_position, state);
  });
}

void pool_finish(Context& ctx, Pooling pooling, const PoolState& state, const View& y) {
  constexpr const char* op = "pool_finish";
  require(y.shape.rank() == 2, op, "rank of y; got " + y.shape.text() + ", want (S, C)");
  check_state(pooling, state, y.shape[0], y.shape[1], y.dtype, op);
  if (ctx.on_device()) return ctx.device_ops().pool_finish(ctx, pooling, state, y);
  if (ctx.planning()) return;
  dispatch_float(y.dtype, [&](auto zero) { cpu::pool_finish<decltype(zero)>(pooling, state, y); });
}

void pool_backward(Context& ctx, Pooling pooling, const View& dy, const View& segments, int64_t first_position,
                   const PoolState& state, const View& dx) {
  constexpr const char* op = "pool_backward";
  check_block(dx, segments, op);
  check_view(dy, {segments.shape[0], dx.shape[2]}, state_type(dx.dtype), op, "dy");
  check_state(pooling, state, dy.shape[0], dy.shape[1], dx.dtype, op);
  if (ctx.on_device()) return ctx.device_ops().pool_backward(ctx, pooling, dy, segments, first_position, state, dx);
  if (ctx.planning()) return;
  check_segments(segments, dx.shape[0], dx.shape[1], op);
  dispatch_float(dx.dtype, [&](auto zero) {
    cpu::pool_backward<decltype(zero)>(ctx.pool(), pooling, dy, segments, first_position, state, dx);
  });
}

}  // namespace undula
