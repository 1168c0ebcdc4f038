#include "core/nn/linear.h"

#include <cmath>

#include "core/ops/linear.h"

namespace undula {

Linear::Linear(int64_t d_in, int64_t d_out, bool bias, double weight_scale)
    : d_in_(d_in),
      d_out_(d_out),
      has_bias_(bias),
      weight_scale_(weight_scale > 0 ? weight_scale : 1 / std::sqrt(static_cast<double>(d_in))) {}

void Linear::declare(ParamStore& params, StateLayout&, std::string_view scope) {
  params_ = &params;
  if (weight_ == nullptr) weight_ = &params.add(scope, "weight", {d_out_, d_in_}, Init::kUniform, weight_scale_, true);
  if (has_bias_) bias_ = &params.add(scope, "bias", {d_out_}, Init::kZeros, 0, false);
}

void Linear::forward(Context& ctx, const Rows&, const StateFlow&, const View& x, const View& y) {
  if (ctx.saving()) ctx.saves().push(x, "linear.x");
  linear_forward(ctx, x, weight_->value, bias_ ? bias_->value : View(), y, params_->generation());
}

void Linear::backward(Context& ctx, const Rows&, const StateFlow&, const View& dy, const View& dx) {
  const View x = ctx.saves().pop("linear.x");
  linear_backward(ctx, x, weight_->value, dy, dx, weight_->grad, bias_ ? bias_->grad : View(), params_->generation());
}

}  // namespace undula
