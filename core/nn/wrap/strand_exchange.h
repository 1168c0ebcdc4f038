#pragma once
#include <memory>

#include "core/nn/module.h"

namespace undula {

/// A block over strand rows (ops/strands.h) that swaps the strands first: y = inner(exchange(x)). This is what the
/// published Caduceus-PS weights were trained with: the fused add-and-norm of its block exchanges both halves, hidden
/// and residual, at every layer. Commutes with the reverse complement.
class StrandExchange : public Module {
 public:
  explicit StrandExchange(std::unique_ptr<Module> inner) : inner_(std::move(inner)) {}

  void declare(ParamStore& params, StateLayout& states, std::string_view scope) override {
    inner_->declare(params, states, scope);
  }
  void forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) override;
  void backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) override;
  bool causal() const override { return false; }

 private:
  std::unique_ptr<Module> inner_;
};

}  // namespace undula
