#include "core/nn/wrap/skip_over.h"

#include "core/ops/add.h"

namespace undula {

void SkipOver::forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) {
  inner_->forward(ctx, rows, flow, x, y);
  add(ctx, x, y, y);
}

void SkipOver::backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) {
  inner_->backward(ctx, rows, flow, dy, dx);
  add(ctx, dy, dx, dx);
}

}  // namespace undula
