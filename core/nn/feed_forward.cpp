#include "core/nn/feed_forward.h"

#include <cmath>

#include "core/ops/gelu.h"
#include "core/ops/glu.h"

namespace undula {

FeedForward::FeedForward(int64_t d_model, FeedForwardKind kind, int64_t expand, int64_t n_branches)
    : gated_(kind == FeedForwardKind::kGlu),
      d_hidden_(expand * d_model),
      in_(d_model, (gated_ ? 2 : 1) * d_hidden_, true),
      out_(d_hidden_, d_model, true, 1 / std::sqrt(static_cast<double>(d_hidden_ * n_branches))) {}

void FeedForward::declare(ParamStore& params, StateLayout& states, std::string_view scope) {
  in_.declare(params, states, std::string(scope) + "in.");
  out_.declare(params, states, std::string(scope) + "out.");
}

void FeedForward::forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) {
  if (!runs(flow)) {
    if (!ctx.planning()) fill_zero(y);
    return;
  }
  ForwardFrame frame(ctx, "feed_forward");
  const int64_t B = x.shape[0], L = x.shape[1];
  const View before = ctx.activation({B, L, in_.d_out()}, x.dtype);
  const View hidden = ctx.activation({B, L, d_hidden_}, x.dtype);
  in_.forward(ctx, rows, flow, x, before);
  gated_ ? glu_forward(ctx, before, hidden) : gelu_forward(ctx, before, hidden);
  if (ctx.saving()) ctx.saves().push(before, "feed_forward.before");
  out_.forward(ctx, rows, flow, hidden, y);
}

void FeedForward::backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) {
  if (!runs(flow)) {
    if (!ctx.planning()) fill_zero(dx);
    return;
  }
  BackwardFrame frame(ctx, "feed_forward");
  const int64_t B = dy.shape[0], L = dy.shape[1];
  const View d_hidden = ctx.scratch({B, L, d_hidden_}, dy.dtype);
  out_.backward(ctx, rows, flow, dy, d_hidden);
  const View before = ctx.saves().pop("feed_forward.before");
  const View d_before = ctx.scratch(before.shape, dy.dtype);
  gated_ ? glu_backward(ctx, before, d_hidden, d_before) : gelu_backward(ctx, before, d_hidden, d_before);
  in_.backward(ctx, rows, flow, d_before, dx);
  frame.close();
}

}  // namespace undula
