#include "core/ops/s4d_scan.h"

#include "core/base/error.h"
#include "core/cuda/device_ops.h"
#include "core/ops/s4d_scan_impl.h"
#include "core/ops/s4d_scan_kernels.h"

namespace undula {
namespace {

struct Extents {
  int64_t B, L, E, M;
};

/// Checks what both entry points read.
Extents check_in(const S4dIn& in, const Rows& rows, const char* op) {
  if (in.u.shape.rank() != 3) require(false, op, "rank of u; got " + in.u.shape.text() + ", want (B, L, E)");
  if (in.log_A_real.shape.rank() != 2)
    require(false, op, "rank of log_A_real; got " + in.log_A_real.shape.text() + ", want (E, M)");
  const DType type = in.u.dtype;
  const DType carried = state_type(type);
  if (!(carried == DType::kF32 || type == DType::kF64))
    require(false, op, std::string("type of u; got ") + name_of(type) + ", want f32, f64 or bf16");
  const int64_t B = in.u.shape[0], L = in.u.shape[1], E = in.u.shape[2], M = in.log_A_real.shape[1];
  check_view(in.u, {B, L, E}, type, op, "u");
  check_view(in.log_A_real, {E, M}, carried, op, "log_A_real");
  check_view(in.A_imag, {E, M}, carried, op, "A_imag");
  check_view(in.C, {E, M, 2}, carried, op, "C");
  check_view(in.log_dt, {E}, carried, op, "log_dt");
  check_view(in.D, {E}, carried, op, "D");
  if (in.h0.present()) check_view(in.h0, {B, 2 * M, E}, carried, op, "h0");
  check_rows(rows, B, L, op);
  return {B, L, E, M};
}

}  // namespace

Shape s4d_states_shape(int64_t B, int64_t L, int64_t E, int64_t M) {
  return {B, (L + cpu::kS4dSpan - 1) / cpu::kS4dSpan, 2 * M, E};
}

void s4d_scan_forward(Context& ctx, const S4dIn& in, const Rows& rows, Direction direction, const S4dOut& out) {
  constexpr const char* op = "s4d_scan_forward";
  const auto [B, L, E, M] = check_in(in, rows, op);
  const DType type = in.u.dtype, carried = state_type(type);
  check_view(out.y, {B, L, E}, type, op, "y");
  if (out.hL.present()) check_view(out.hL, {B, 2 * M, E}, carried, op, "hL");
  if (out.states.present()) check_view(out.states, s4d_states_shape(B, L, E, M), carried, op, "states");
  if (!ctx.planning()) check_lengths(rows, B, L, op);
  if (ctx.on_device()) return ctx.device_ops().s4d_scan_forward(ctx, in, rows, direction, out);
  const auto run = type == DType::kF64 ? ref::s4d_scan_forward<double> : cpu::s4d_scan_forward;
  run(ctx, in, rows, direction, out);
}

void s4d_scan_backward(Context& ctx, const S4dIn& in, const Rows& rows, Direction direction, const View& states,
                       const S4dGrad& grad) {
  constexpr const char* op = "s4d_scan_backward";
  const auto [B, L, E, M] = check_in(in, rows, op);
  const DType type = in.u.dtype, carried = state_type(type);
  check_view(states, s4d_states_shape(B, L, E, M), carried, op, "states");
  check_view(grad.dy, {B, L, E}, type, op, "dy");
  if (grad.dhL.present()) check_view(grad.dhL, {B, 2 * M, E}, carried, op, "dhL");
  check_view(grad.du, {B, L, E}, type, op, "du");
  if (grad.dh0.present()) check_view(grad.dh0, {B, 2 * M, E}, carried, op, "dh0");
  check_view(grad.dlog_A_real, {E, M}, carried, op, "dlog_A_real");
  check_view(grad.dA_imag, {E, M}, carried, op, "dA_imag");
  check_view(grad.dC, {E, M, 2}, carried, op, "dC");
  check_view(grad.dlog_dt, {E}, carried, op, "dlog_dt");
  check_view(grad.dD, {E}, carried, op, "dD");
  if (!ctx.planning()) check_lengths(rows, B, L, op);
  if (ctx.on_device()) return ctx.device_ops().s4d_scan_backward(ctx, in, rows, direction, states, grad);
  const auto run = type == DType::kF64 ? ref::s4d_scan_backward<double> : cpu::s4d_scan_backward;
  run(ctx, in, rows, direction, states, grad);
}

}  // namespace undula
