#include "core/nn/s4d_mixer.h"

#include <cmath>

#include "core/base/error.h"
#include "core/ops/add.h"
#include "core/ops/gelu.h"
#include "core/ops/glu.h"

namespace undula {
namespace {

constexpr double kPeakRate = 1e-3;  // of A and dt (Gu, Gupta, Goel and Re 2022, section 4)

}  // namespace

S4dMixer::S4dMixer(const S4dShape& shape) : shape_(shape), output_linear_(shape.d_model, 2 * shape.d_model, true) {
  require(shape.d_state % 2 == 0, "s4d_mixer", "d_state must be even; got " + std::to_string(shape.d_state));
  if (shape.bidirectional) {
    passes_ = {{Direction::kForward, "s4d_fwd.", {}, {}, {}, {}, {}, -1},
               {Direction::kReverse, "s4d_rev.", {}, {}, {}, {}, {}, -1}};
  } else {
    passes_ = {{Direction::kForward, "", {}, {}, {}, {}, {}, -1}};
  }
}

void S4dMixer::declare(ParamStore& params, StateLayout& states, std::string_view scope) {
  params_ = &params;
  for (Pass& pass : passes_) declare_pass(pass, params, states, std::string(scope) + pass.scope);
  output_linear_.declare(params, states, std::string(scope) + "output_linear.0.");
}

void S4dMixer::declare_pass(Pass& pass, ParamStore& params, StateLayout& states, const std::string& scope) const {
  const int64_t D = shape_.d_model, M = shape_.d_state / 2;
  const auto slow = [&](const char* name, Shape extents, Init init, double scale) {
    Param& param = params.add(scope, name, extents, init, scale, false);
    param.peak_rate = kPeakRate;
    return &param;
  };
  const Init frequencies = shape_.frequencies == FrequencyInit::kLin ? Init::kFrequencyLin : Init::kFrequencyInv;
  pass.log_dt = slow("kernel.log_dt", {D}, Init::kLogDt, 0);
  pass.C = &params.add(scope, "kernel.C", {D, M, 2}, Init::kNormal, std::sqrt(0.5), true);
  pass.log_A_real = slow("kernel.log_A_real", {D, M}, Init::kConstant, std::log(0.5));
  pass.A_imag = slow("kernel.A_imag", {D, M}, frequencies, 0);
  pass.D = &params.add(scope, "D", {D}, Init::kNormal, 1, false);
  pass.h_slot = states.add(scope + "h", {2 * M, D});
}

std::pair<size_t, size_t> S4dMixer::running(const StateFlow& flow) const {
  if (flow.pass == kAllPasses) return {0, passes_.size()};
  const auto pass = static_cast<size_t>(flow.pass);
  require(pass < passes_.size(), "s4d_mixer", "no such pass");
  return {pass, pass + 1};
}

S4dIn S4dMixer::scan_input(const Pass& pass, const StateFlow& flow, const View& x) const {
  return {.u = x,
          .log_A_real = pass.log_A_real->value,
          .A_imag = pass.A_imag->value,
          .C = pass.C->value,
          .log_dt = pass.log_dt->value,
          .D = pass.D->value,
          .h0 = StateFlow::slot(flow.in, pass.h_slot),
          .generation = params_->generation()};
}

void S4dMixer::forward_pass(Context& ctx, const Rows& rows, const StateFlow& flow, const Pass& pass, const View& x,
                            const View& y) {
  const int64_t B = x.shape[0], L = x.shape[1], D = shape_.d_model;
  const View scanned = ctx.activation(x.shape, x.dtype), active = ctx.activation(x.shape, x.dtype);
  const View both = ctx.activation({B, L, 2 * D}, x.dtype);
  View states;
  if (ctx.saving()) {
    states = ctx.activation(s4d_states_shape(B, L, D, shape_.d_state / 2), state_type(x.dtype));
    ctx.saves().push(x, "s4d_mixer.x");
    ctx.saves().push(states, "s4d_mixer.states");
    ctx.saves().push(scanned, "s4d_mixer.scanned");
  }
  s4d_scan_forward(ctx, scan_input(pass, flow, x), rows, pass.direction,
                   {scanned, StateFlow::slot(flow.out, pass.h_slot), states});
  gelu_forward(ctx, scanned, active);
  output_linear_.forward(ctx, rows, flow, active, both);
  if (ctx.saving()) ctx.saves().push(both, "s4d_mixer.both");
  glu_forward(ctx, both, y);
}

void S4dMixer::backward_pass(Context& ctx, const Rows& rows, const StateFlow& flow, const Pass& pass, const View& dy,
                             const View& dx) {
  ScratchScope scope(ctx);
  const View both = ctx.saves().pop("s4d_mixer.both");
  const View d_both = ctx.scratch(both.shape, dy.dtype), d_scanned = ctx.scratch(dy.shape, dy.dtype);
  glu_backward(ctx, both, dy, d_both);
  output_linear_.backward(ctx, rows, flow, d_both, d_scanned);
  gelu_backward(ctx, ctx.saves().pop("s4d_mixer.scanned"), d_scanned, d_scanned);
  const View states = ctx.saves().pop("s4d_mixer.states"), x = ctx.saves().pop("s4d_mixer.x");
  s4d_scan_backward(ctx, scan_input(pass, flow, x), rows, pass.direction, states,
                    {.dy = d_scanned,
                     .dhL = StateFlow::slot(flow.d_out, pass.h_slot),
                     .du = dx,
                     .dh0 = StateFlow::slot(flow.d_in, pass.h_slot),
                     .dlog_A_real = pass.log_A_real->grad,
                     .dA_imag = pass.A_imag->grad,
                     .dC = pass.C->grad,
                     .dlog_dt = pass.log_dt->grad,
                     .dD = pass.D->grad});
}

void S4dMixer::forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) {
  ForwardFrame frame(ctx, "s4d_mixer");
  const auto [begin, end] = running(flow);
  forward_pass(ctx, rows, flow, passes_[begin], x, y);
  for (size_t i = begin + 1; i < end; ++i) {
    ScratchScope scope(ctx);
    const View part = ctx.scratch(y.shape, y.dtype);
    forward_pass(ctx, rows, flow, passes_[i], x, part);
    add(ctx, y, part, y);
  }
}

void S4dMixer::backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) {
  BackwardFrame frame(ctx, "s4d_mixer");
  const auto [begin, end] = running(flow);
  for (size_t i = end; i-- > begin;) {
    ScratchScope scope(ctx);
    const bool first = i + 1 == end;
    const View part = first ? dx : ctx.scratch(dx.shape, dx.dtype);
    backward_pass(ctx, rows, flow, passes_[i], dy, part);
    if (!first) add(ctx, dx, part, dx);
  }
  frame.close();
}

}  // namespace undula
