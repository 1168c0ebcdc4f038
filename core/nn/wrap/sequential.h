#pragma once
#include <memory>
#include <vector>

#include "core/nn/module.h"

namespace undula {

/// Layers of equal width in a row. Without saving, activations alternate between two buffers, whatever the depth.
class Sequential : public Module {
 public:
  /// Layer i is declared under scope + "layers.i.".
  explicit Sequential(std::vector<std::unique_ptr<Module>> layers) : layers_(std::move(layers)) {}

  void declare(ParamStore& params, StateLayout& states, std::string_view scope) override;
  void forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) override;
  void backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) override;
  bool causal() const override;

 private:
  std::vector<std::unique_ptr<Module>> layers_;
};

}  // namespace undula
