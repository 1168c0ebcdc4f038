#pragma once
#include "core/nn/module.h"

namespace undula {

/// y = x W^T + b, W (d_out, d_in), on every position.
class Linear : public Module {
 public:
  /// The default start is PyTorch's: uniform in +-1/sqrt(d_in) for both (Kaiming uniform with a = sqrt 5).
  /// `weight_scale` replaces the bound for the weight.
  Linear(int64_t d_in, int64_t d_out, bool bias, double weight_scale = 0);

  /// Uses a weight that another module declares, (d_out, d_in); call before `declare`.
  void tie(Param& weight) { weight_ = &weight; }
  void declare(ParamStore& params, StateLayout& states, std::string_view scope) override;
  void forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) override;
  void backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) override;

  int64_t d_out() const { return d_out_; }

 private:
  int64_t d_in_, d_out_;
  bool has_bias_;
  double weight_scale_;
  const ParamStore* params_ = nullptr;
  Param* weight_ = nullptr;
  Param* bias_ = nullptr;
};

}  // namespace undula
