#include "core/nn/mamba_pass.h"

#include <cmath>

#include "core/ops/add.h"
#include "core/ops/linear.h"

namespace undula {

void MambaPass::declare(ParamStore& params, StateLayout& states, std::string_view scope) {
  params_ = &params;
  const int64_t E = shape_.d_inner(), N = shape_.d_state, K = shape_.d_conv, R = shape_.rank();
  const auto bound = [](int64_t fan_in) { return 1 / std::sqrt(static_cast<double>(fan_in)); };
  conv_weight_ = &params.add(scope, "conv1d.weight", {E, K}, Init::kUniform, bound(K), true);
  conv_bias_ = &params.add(scope, "conv1d.bias", {E}, Init::kZeros, 0, false);
  x_proj_ = &params.add(scope, "x_proj.weight", {R + 2 * N, E}, Init::kUniform, bound(E), true);
  dt_proj_ = &params.add(scope, "dt_proj.weight", {E, R}, Init::kUniform, bound(R), true);
  dt_bias_ = &params.add(scope, "dt_proj.bias", {E}, Init::kDtBias, 0, false);
  if (shape_.complex_A) {
    A_log_ = &params.add(scope, "A_log", {E, N / 2}, Init::kConstant, std::log(0.5), false);
    A_imag_ = &params.add(scope, "A_imag", {E, N / 2}, Init::kFrequencyLin, 0, false);
  } else {
    A_log_ = &params.add(scope, "A_log", {E, N}, Init::kALog, 0, false);
  }
  D_ = &params.add(scope, "D", {E}, Init::kOnes, 0, false);
  tail_slot_ = K > 1 ? states.add(std::string(scope) + "conv_tail", {K - 1, E}) : -1;
  h_slot_ = states.add(std::string(scope) + "h", {N, E});
}

ScanIn MambaPass::scan_input(const View& xz, const View& u, const View& x_dbl, const View& dt,
                             const StateFlow& flow) const {
  const int64_t E = shape_.d_inner(), N = shape_.d_state, R = shape_.rank();
  return {.u = u,
          .dt = dt,
          .A_log = A_log_->value,
          .B = x_dbl.slice(2, R, R + N),
          .C = x_dbl.slice(2, R + N, R + 2 * N),
          .D = D_->value,
          .dt_bias = dt_bias_->value,
          .z = xz.slice(2, E, 2 * E),
          .h0 = StateFlow::slot(flow.in, h_slot_),
          .A_imag = A_imag_ ? A_imag_->value : View(),
          .generation = params_->generation()};
}

Conv1dIn MambaPass::conv_input(const View& xz, const StateFlow& flow) const {
  return {xz.slice(2, 0, shape_.d_inner()), conv_weight_->value, conv_bias_->value,
          StateFlow::slot(flow.in, tail_slot_), params_->generation()};
}

void MambaPass::forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& xz, const View& y) {
  ForwardFrame frame(ctx, "mamba_pass");
  const int64_t B = xz.shape[0], L = xz.shape[1], E = shape_.d_inner(), N = shape_.d_state, R = shape_.rank();
  const View u = ctx.activation({B, L, E}, xz.dtype);
  const View x_dbl = ctx.activation({B, L, R + 2 * N}, xz.dtype);
  const View dt = ctx.activation({B, L, E}, xz.dtype);
  View chunk_states;
  if (ctx.saving()) {
    chunk_states = ctx.activation(scan_chunk_states_shape(B, L, E, N), state_type(xz.dtype));
    ctx.saves().push(xz, "mamba_pass.xz");
    ctx.saves().push(u, "mamba_pass.u");
    ctx.saves().push(x_dbl, "mamba_pass.x_dbl");
    ctx.saves().push(dt, "mamba_pass.dt");
    ctx.saves().push(chunk_states, "mamba_pass.chunk_states");
  }
  conv1d_forward(ctx, conv_input(xz, flow), rows, direction_, {u, StateFlow::slot(flow.out, tail_slot_)});
  linear_forward(ctx, u, x_proj_->value, View(), x_dbl, params_->generation());
  linear_forward(ctx, x_dbl.slice(2, 0, R), dt_proj_->value, View(), dt, params_->generation());
  const ScanIn in = scan_input(xz, u, x_dbl, dt, flow);
  selective_scan_forward(ctx, in, rows, direction_, {y, StateFlow::slot(flow.out, h_slot_), chunk_states});
}

void MambaPass::backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dxz) {
  BackwardFrame frame(ctx, "mamba_pass");
  const View chunk_states = ctx.saves().pop("mamba_pass.chunk_states");
  const View dt = ctx.saves().pop("mamba_pass.dt");
  const View x_dbl = ctx.saves().pop("mamba_pass.x_dbl");
  const View u = ctx.saves().pop("mamba_pass.u");
  const View xz = ctx.saves().pop("mamba_pass.xz");
  const int64_t B = xz.shape[0], L = xz.shape[1], E = shape_.d_inner(), N = shape_.d_state, R = shape_.rank();
  const View du = ctx.scratch({B, L, E}, xz.dtype);
  const View d_x_dbl = ctx.scratch({B, L, R + 2 * N}, xz.dtype);
  const ScanIn in = scan_input(xz, u, x_dbl, dt, flow);
  {
    ScratchScope scope(ctx);
    const View ddt = ctx.scratch({B, L, E}, xz.dtype);
    selective_scan_backward(ctx, in, rows, direction_, chunk_states,
                            {.dy = dy,
                             .dhL = StateFlow::slot(flow.d_out, h_slot_),
                             .du = du,
                             .ddt = ddt,
                             .dB = d_x_dbl.slice(2, R, R + N),
                             .dC = d_x_dbl.slice(2, R + N, R + 2 * N),
                             .dz = dxz.slice(2, E, 2 * E),
                             .dh0 = StateFlow::slot(flow.d_in, h_slot_),
                             .dA_log = A_log_->grad,
                             .dD = D_->grad,
                             .ddt_bias = dt_bias_->grad,
                             .dA_imag = A_imag_ ? A_imag_->grad : View()});
    linear_backward(ctx, x_dbl.slice(2, 0, R), dt_proj_->value, ddt, d_x_dbl.slice(2, 0, R), dt_proj_->grad, View(),
                    params_->generation());
  }
  {
    ScratchScope scope(ctx);
    const View du_proj = ctx.scratch({B, L, E}, xz.dtype);
    linear_backward(ctx, u, x_proj_->value, d_x_dbl, du_proj, x_proj_->grad, View(), params_->generation());
    add(ctx, du, du_proj, du);
  }
  conv1d_backward(ctx, conv_input(xz, flow), rows, direction_,
                  {.dy = du,
                   .dtail_out = StateFlow::slot(flow.d_out, tail_slot_),
                   .dx = dxz.slice(2, 0, E),
                   .dw = conv_weight_->grad,
                   .dbias = conv_bias_->grad,
                   .dtail_in = StateFlow::slot(flow.d_in, tail_slot_)});
  frame.close();
}

}  // namespace undula
