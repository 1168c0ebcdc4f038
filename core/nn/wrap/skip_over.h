#pragma once
#include <memory>

#include "core/nn/module.h"

namespace undula {

/// y = x + inner(x).
class SkipOver : public Module {
 public:
  explicit SkipOver(std::unique_ptr<Module> inner) : inner_(std::move(inner)) {}

  void declare(ParamStore& params, StateLayout& states, std::string_view scope) override {
    inner_->declare(params, states, scope);
  }
  void forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) override;
  void backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) override;
  bool causal() const override { return inner_->causal(); }

 private:
  std::unique_ptr<Module> inner_;
};

}  // namespace undula
