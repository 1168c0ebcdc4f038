#pragma once
#include "core/nn/module.h"

namespace undula {

/// y = x / sqrt(mean(x^2) + eps) * w, on every position (Zhang and Sennrich 2019).
class RmsNorm : public Module {
 public:
  explicit RmsNorm(int64_t d_model) : d_model_(d_model) {}

  void declare(ParamStore& params, StateLayout& states, std::string_view scope) override;
  void forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) override;
  void backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) override;

 private:
  int64_t d_model_;
  Param* weight_ = nullptr;
};

}  // namespace undula
