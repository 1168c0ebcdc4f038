#include "core/nn/rms_norm.h"

#include "core/ops/rms_norm.h"

namespace undula {

void RmsNorm::declare(ParamStore& params, StateLayout&, std::string_view scope) {
  weight_ = &params.add(scope, "weight", {d_model_}, Init::kOnes, 0, false);
}

void RmsNorm::forward(Context& ctx, const Rows&, const StateFlow&, const View& x, const View& y) {
  ForwardFrame frame(ctx, "rms_norm");
  View inv_rms;
  if (ctx.saving()) {
    inv_rms = ctx.activation({x.count() / d_model_}, x.dtype);
    ctx.saves().push(x, "rms_norm.x");
    ctx.saves().push(inv_rms, "rms_norm.inv_rms");
  }
  rms_norm_forward(ctx, x, weight_->value, y, inv_rms);
}

void RmsNorm::backward(Context& ctx, const Rows&, const StateFlow&, const View& dy, const View& dx) {
  BackwardFrame frame(ctx, "rms_norm");
  const View inv_rms = ctx.saves().pop("rms_norm.inv_rms");
  const View x = ctx.saves().pop("rms_norm.x");
  rms_norm_backward(ctx, x, weight_->value, inv_rms, dy, dx, weight_->grad);
  frame.close();
}

}  // namespace undula
