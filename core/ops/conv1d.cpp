#include "core/ops/conv1d.h"

#include "core/base/error.h"
#include "core/cuda/device_ops.h"
#include "core/ops/conv1d_impl.h"

namespace undula {
namespace {

struct Extents {
  int64_t B, L, E, K;
};

Extents check_in(const Conv1dIn& in, const Rows& rows, const char* op) {
  if (in.x.shape.rank() != 3) require(false, op, "rank of x; got " + in.x.shape.text() + ", want (B, L, E)");
  if (!(in.w.shape.rank() == 2 && in.w.shape[1] >= 1))
    require(false, op, "shape of w; got " + in.w.shape.text() + ", want (E, K)");
  const DType type = in.x.dtype;
  if (!(type == DType::kF32 || type == DType::kF64 || type == DType::kBF16))
    require(false, op, std::string("type of x; got ") + name_of(type) + ", want f32, f64 or bf16");
  const int64_t B = in.x.shape[0], L = in.x.shape[1], E = in.x.shape[2], K = in.w.shape[1];
  check_view(in.x, {B, L, E}, type, op, "x");
  check_view(in.w, {E, K}, state_type(type), op, "w");
  check_view(in.bias, {E}, state_type(type), op, "bias");
  if (in.tail.present()) check_view(in.tail, {B, K - 1, E}, state_type(type), op, "tail");
  check_rows(rows, B, L, op);
  return {B, L, E, K};
}

}  // namespace

void conv1d_forward(Context& ctx, const Conv1dIn& in, const Rows& rows, Direction direction, const Conv1dOut& out) {
  constexpr const char* op = "conv1d_forward";
  const auto [B, L, E, K] = check_in(in, rows, op);
  check_view(out.y, {B, L, E}, in.x.dtype, op, "y");
  if (out.tail.present()) check_view(out.tail, {B, K - 1, E}, state_type(in.x.dtype), op, "tail out");
  if (!ctx.planning()) check_lengths(rows, B, L, op);
  if (ctx.on_device()) return ctx.device_ops().conv1d_forward(ctx, in, rows, direction, out);
  if (in.x.dtype == DType::kF64) {
    ref::conv1d_forward<double>(ctx, in, rows, direction, out);
  } else {
    cpu::conv1d_forward(ctx, in, rows, direction, out);
  }
}

void conv1d_backward(Context& ctx, const Conv1dIn& in, const Rows& rows, Direction direction, const Conv1dGrad& grad) {
  constexpr const char* op = "conv1d_backward";
  const auto [B, L, E, K] = check_in(in, rows, op);
  const DType type = in.x.dtype;
  check_view(grad.dy, {B, L, E}, type, op, "dy");
  if (grad.dtail_out.present()) check_view(grad.dtail_out, {B, K - 1, E}, state_type(type), op, "dtail_out");
  check_view(grad.dx, {B, L, E}, type, op, "dx");
  check_view(grad.dw, {E, K}, state_type(type), op, "dw");
  check_view(grad.dbias, {E}, state_type(type), op, "dbias");
  if (grad.dtail_in.present()) check_view(grad.dtail_in, {B, K - 1, E}, state_type(type), op, "dtail_in");
  if (!ctx.planning()) check_lengths(rows, B, L, op);
  if (ctx.on_device()) return ctx.device_ops().conv1d_backward(ctx, in, rows, direction, grad);
  if (in.x.dtype == DType::kF64) {
    ref::conv1d_backward<double>(ctx, in, rows, direction, grad);
  } else {
    cpu::conv1d_backward(ctx, in, rows, direction, grad);
  }
}

}  // namespace undula
