#include "core/nn/wrap/strand_exchange.h"

#include "core/ops/strands.h"

namespace undula {

void StrandExchange::forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) {
  ForwardFrame frame(ctx, "strand_exchange");
  const View exchanged = ctx.activation(x.shape, x.dtype);
  exchange_strands(ctx, x, rows, exchanged);
  inner_->forward(ctx, rows, flow, exchanged, y);
}

void StrandExchange::backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) {
  BackwardFrame frame(ctx, "strand_exchange");
  inner_->backward(ctx, rows, flow, dy, dx);
  exchange_strands(ctx, dx, rows, dx);
  frame.close();
}

}  // namespace undula
