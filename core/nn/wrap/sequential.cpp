#include "core/nn/wrap/sequential.h"

#include <array>

#include "core/base/error.h"

namespace undula {

void Sequential::declare(ParamStore& params, StateLayout& states, std::string_view scope) {
  require(!layers_.empty(), "sequential", "no layers");
  for (size_t i = 0; i < layers_.size(); ++i) {
    layers_[i]->declare(params, states, std::string(scope) + "layers." + std::to_string(i) + ".");
  }
}

bool Sequential::causal() const {
  for (const auto& layer : layers_) {
    if (!layer->causal()) return false;
  }
  return true;
}

void Sequential::forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) {
  ForwardFrame frame(ctx, "sequential");
  std::array<View, 2> buffers;
  View from = x;
  for (size_t i = 0; i < layers_.size(); ++i) {
    View to = y;
    if (i + 1 < layers_.size()) {
      View& buffer = buffers[i % 2];
      if (ctx.saving() || !buffer.present()) buffer = ctx.activation(x.shape, x.dtype);
      to = buffer;
    }
    layers_[i]->forward(ctx, rows, flow, from, to);
    from = to;
  }
}

void Sequential::backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) {
  BackwardFrame frame(ctx, "sequential");
  std::array<View, 2> buffers;
  View from = dy;
  for (size_t i = layers_.size(); i-- > 0;) {
    View to = dx;
    if (i > 0) {
      View& buffer = buffers[i % 2];
      if (!buffer.present()) buffer = ctx.scratch(dy.shape, dy.dtype);
      to = buffer;
    }
    layers_[i]->backward(ctx, rows, flow, from, to);
    from = to;
  }
  frame.close();
}

}  // namespace undula
