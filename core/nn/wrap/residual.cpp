#include "core/nn/wrap/residual.h"

#include "core/ops/add.h"
#include "core/ops/convert.h"
#include "core/ops/dropout.h"

namespace undula {

void Residual::declare(ParamStore& params, StateLayout& states, std::string_view scope) {
  norm_.declare(params, states, std::string(scope) + "norm.");
  inner_->declare(params, states, std::string(scope) + inner_scope_);
}

void Residual::join(Context& ctx, const StateFlow& flow, const View& x, const View& branch, const View& y) {
  if (has_skip(flow)) return add(ctx, x, branch, y);
  if (branch.data != y.data) convert(ctx, branch, y);
}

void Residual::forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) {
  ForwardFrame frame(ctx, "residual");
  const DType type = ctx.layer_type(x.dtype);
  const View normed = ctx.activation(x.shape, type);
  norm_.forward(ctx, rows, flow, x, normed);
  const View branch = type == y.dtype ? y : ctx.scratch(y.shape, type);
  inner_->forward(ctx, rows, flow, normed, branch);
  if (drops(ctx)) dropout(ctx, branch, rows, dropout_, ctx.key().fold(static_cast<uint64_t>(layer_)), branch);
  join(ctx, flow, x, branch, y);
}

void Residual::backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) {
  BackwardFrame frame(ctx, "residual");
  const DType type = ctx.layer_type(dy.dtype);
  View d_inner = dy;
  if (drops(ctx)) {
    d_inner = ctx.scratch(dy.shape, type);
    dropout(ctx, dy, rows, dropout_, ctx.key().fold(static_cast<uint64_t>(layer_)), d_inner);
  } else if (type != dy.dtype) {
    d_inner = ctx.scratch(dy.shape, type);
    convert(ctx, dy, d_inner);
  }
  const View d_normed = ctx.scratch(dy.shape, type);
  inner_->backward(ctx, rows, flow, d_inner, d_normed);
  norm_.backward(ctx, rows, flow, d_normed, dx);
  if (has_skip(flow)) add(ctx, dy, dx, dx);
  frame.close();
}

}  // namespace undula
