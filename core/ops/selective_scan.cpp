#include "core/ops/selective_scan.h"

#include "core/base/error.h"
#include "core/cuda/device_ops.h"
#include "core/ops/selective_scan_impl.h"

namespace undula {
namespace {

struct Extents {
  int64_t B, L, E, N;
};

/// Checks everything that is read by all four entry points.
Extents check_in(const ScanIn& in, const Rows& rows, const char* op) {
  if (in.u.shape.rank() != 3) require(false, op, "rank of u; got " + in.u.shape.text() + ", want (B, L, E)");
  if (in.A_log.shape.rank() != 2) require(false, op, "rank of A_log; got " + in.A_log.shape.text() + ", want (E, N)");
  const DType type = in.u.dtype;
  const DType carried = state_type(type);
  if (!(carried == DType::kF32 || type == DType::kF64))
    require(false, op, std::string("type of u; got ") + name_of(type) + ", want f32, f64 or bf16");
  const int64_t B = in.u.shape[0], L = in.u.shape[1], E = in.u.shape[2], N = in.states();
  check_view(in.u, {B, L, E}, type, op, "u");
  check_view(in.dt, {B, L, E}, type, op, "dt");
  check_view(in.A_log, {E, in.A_log.shape[1]}, carried, op, "A_log");
  if (in.A_imag.present()) check_view(in.A_imag, in.A_log.shape, carried, op, "A_imag");
  check_view(in.B, {B, L, N}, type, op, "B");
  check_view(in.C, {B, L, N}, type, op, "C");
  check_view(in.D, {E}, carried, op, "D");
  check_view(in.dt_bias, {E}, carried, op, "dt_bias");
  if (in.z.present()) check_view(in.z, {B, L, E}, type, op, "z");
  if (in.h0.present()) check_view(in.h0, {B, N, E}, carried, op, "h0");
  check_rows(rows, B, L, op);
  return {B, L, E, N};
}

}  // namespace

Shape scan_chunk_states_shape(int64_t B, int64_t L, int64_t E, int64_t N) {
  return {B, (L + kScanChunk - 1) / kScanChunk, E, N};
}

void selective_scan_forward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction, const ScanOut& out) {
  constexpr const char* op = "selective_scan_forward";
  const auto [B, L, E, N] = check_in(in, rows, op);
  const DType type = in.u.dtype, carried = state_type(type);
  check_view(out.y, {B, L, E}, type, op, "y");
  if (out.hL.present()) check_view(out.hL, {B, N, E}, carried, op, "hL");
  if (out.chunk_states.present()) {
    check_view(out.chunk_states, scan_chunk_states_shape(B, L, E, N), carried, op, "chunk_states");
    require(out.chunk_states.contiguous(), op, "chunk_states is not contiguous");
  }
  if (!ctx.planning()) check_lengths(rows, B, L, op);
  if (ctx.on_device()) return ctx.device_ops().selective_scan_forward(ctx, in, rows, direction, out);
  if (in.u.dtype == DType::kF64) {
    const auto run = in.A_imag.present() ? ref::complex_scan_forward<double> : ref::selective_scan_forward<double>;
    run(ctx, in, rows, direction, out);
  } else {
    cpu::selective_scan_forward(ctx, in, rows, direction, out);
  }
}

void selective_scan_backward(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                             const View& chunk_states, const ScanGrad& grad) {
  constexpr const char* op = "selective_scan_backward";
  const auto [B, L, E, N] = check_in(in, rows, op);
  const DType type = in.u.dtype, carried = state_type(type);
  check_view(chunk_states, scan_chunk_states_shape(B, L, E, N), carried, op, "chunk_states");
  require(chunk_states.contiguous(), op, "chunk_states is not contiguous");
  check_view(grad.dy, {B, L, E}, type, op, "dy");
  if (grad.dhL.present()) check_view(grad.dhL, {B, N, E}, carried, op, "dhL");
  check_view(grad.du, {B, L, E}, type, op, "du");
  check_view(grad.ddt, {B, L, E}, type, op, "ddt");
  check_view(grad.dB, {B, L, N}, type, op, "dB");
  check_view(grad.dC, {B, L, N}, type, op, "dC");
  require(grad.dz.present() == in.z.present(), op, "dz must be there exactly when z is");
  if (grad.dz.present()) check_view(grad.dz, {B, L, E}, type, op, "dz");
  if (grad.dh0.present()) check_view(grad.dh0, {B, N, E}, carried, op, "dh0");
  check_view(grad.dA_log, in.A_log.shape, carried, op, "dA_log");
  require(grad.dA_imag.present() == in.A_imag.present(), op, "dA_imag must be there exactly when A_imag is");
  if (grad.dA_imag.present()) check_view(grad.dA_imag, in.A_log.shape, carried, op, "dA_imag");
  check_view(grad.dD, {E}, carried, op, "dD");
  check_view(grad.ddt_bias, {E}, carried, op, "ddt_bias");
  if (!ctx.planning()) check_lengths(rows, B, L, op);
  if (ctx.on_device()) return ctx.device_ops().selective_scan_backward(ctx, in, rows, direction, chunk_states, grad);
  if (in.u.dtype == DType::kF64) {
    const auto run = in.A_imag.present() ? ref::complex_scan_backward<double> : ref::selective_scan_backward<double>;
    run(ctx, in, rows, direction, chunk_states, grad);
  } else {
    cpu::selective_scan_backward(ctx, in, rows, direction, chunk_states, grad);
  }
}

void selective_scan_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction, const View& h_zero,
                            const View& sum_dt) {
  constexpr const char* op = "selective_scan_summary";
  const auto [B, L, E, N] = check_in(in, rows, op);
  check_view(h_zero, {B, N, E}, state_type(in.u.dtype), op, "h_zero");
  check_view(sum_dt, {B, E}, state_type(in.u.dtype), op, "sum_dt");
  require(!rows.resets.present(), op, "a segment with packed records has no summary");
  require(!in.A_imag.present(), op, "summaries are of real A");
  if (!ctx.planning()) check_lengths(rows, B, L, op);
  if (ctx.on_device()) return ctx.device_ops().selective_scan_summary(ctx, in, rows, direction, h_zero, sum_dt);
  if (in.u.dtype == DType::kF64) {
    ref::selective_scan_summary<double>(ctx, in, rows, direction, h_zero, sum_dt);
  } else {
    cpu::selective_scan_summary(ctx, in, rows, direction, h_zero, sum_dt);
  }
}

void selective_scan_backward_summary(Context& ctx, const ScanIn& in, const Rows& rows, Direction direction,
                                     const View& dy, const View& g_zero, const View& sum_dt) {
  constexpr const char* op = "selective_scan_backward_summary";
  const auto [B, L, E, N] = check_in(in, rows, op);
  check_view(dy, {B, L, E}, in.u.dtype, op, "dy");
  check_view(g_zero, {B, N, E}, state_type(in.u.dtype), op, "g_zero");
  check_view(sum_dt, {B, E}, state_type(in.u.dtype), op, "sum_dt");
  require(!rows.resets.present(), op, "a segment with packed records has no summary");
  require(!in.A_imag.present(), op, "summaries are of real A");
  if (!ctx.planning()) check_lengths(rows, B, L, op);
  if (ctx.on_device())
    return ctx.device_ops().selective_scan_backward_summary(ctx, in, rows, direction, dy, g_zero, sum_dt);
  if (in.u.dtype == DType::kF64) {
    ref::selective_scan_backward_summary<double>(ctx, in, rows, direction, dy, g_zero, sum_dt);
  } else {
    cpu::selective_scan_backward_summary(ctx, in, rows, direction, dy, g_zero, sum_dt);
  }
}

}  // namespace undula
