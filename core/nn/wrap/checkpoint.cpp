#include "core/nn/wrap/checkpoint.h"

namespace undula {

void Checkpoint::forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) {
  if (ctx.saving()) ctx.saves().push(x, "checkpoint.x");
  SavingScope unsaved(ctx, false);
  inner_->forward(ctx, rows, flow, x, y);
}

void Checkpoint::backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) {
  ScratchScope scope(ctx);
  const View x = ctx.saves().pop("checkpoint.x");
  {
    SavingScope saved(ctx, true);
    const StateFlow again{.in = flow.in, .out = {}, .d_out = {}, .d_in = {}, .pass = flow.pass};
    inner_->forward(ctx, rows, again, x, ctx.scratch(dy.shape, dy.dtype));
  }
  inner_->backward(ctx, rows, flow, dy, dx);
}

}  // namespace undula
