#include "core/nn/wrap/residual.h"

#include "core/ops/add.h"
#include "core/ops/dropout.h"

namespace undula {

void Residual::declare(ParamStore& params, StateLayout& states, std::string_view scope) {
  norm_.declare(params, states, std::string(scope) + "norm.");
  inner_->declare(params, states, std::string(scope) + inner_scope_);
}

void Residual::forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) {
  ForwardFrame frame(ctx, "residual");
  const View normed = ctx.activation(x.shape, x.dtype);
  norm_.forward(ctx, rows, flow, x, normed);
  inner_->forward(ctx, rows, flow, normed, y);
  if (drops(ctx)) dropout(ctx, y, rows, dropout_, ctx.key().fold(static_cast<uint64_t>(layer_)), y);
  if (has_skip(flow)) add(ctx, x, y, y);
}

void Residual::backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) {
  BackwardFrame frame(ctx, "residual");
  View d_inner = dy;
  if (drops(ctx)) {
    d_inner = ctx.scratch(dy.shape, dy.dtype);
    dropout(ctx, dy, rows, dropout_, ctx.key().fold(static_cast<uint64_t>(layer_)), d_inner);
  }
  const View d_normed = ctx.scratch(dy.shape, dy.dtype);
  inner_->backward(ctx, rows, flow, d_inner, d_normed);
  norm_.backward(ctx, rows, flow, d_normed, dx);
  if (has_skip(flow)) add(ctx, dy, dx, dx);
  frame.close();
}

}  // namespace undula
