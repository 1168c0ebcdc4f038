#pragma once
#include <memory>

#include "core/nn/rms_norm.h"

namespace undula {

/// A pre-norm residual block: y = x + dropout(inner(RMSNorm(x))).
class Residual : public Module {
 public:
  /// `layer` keys the dropout mask; `inner_scope` names the inner parameters, for example "mixer.".
  Residual(int64_t d_model, std::unique_ptr<Module> inner, std::string inner_scope, double dropout, int layer)
      : norm_(d_model),
        inner_(std::move(inner)),
        inner_scope_(std::move(inner_scope)),
        dropout_(dropout),
        layer_(layer) {}

  void declare(ParamStore& params, StateLayout& states, std::string_view scope) override;
  void forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) override;
  void backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) override;
  bool causal() const override { return inner_->causal(); }

 private:
  /// y = x + branch, or the branch alone where the skip is in another share.
  static void join(Context& ctx, const StateFlow& flow, const View& x, const View& branch, const View& y);
  static bool has_skip(const StateFlow& flow) { return flow.pass == kAllPasses || flow.pass == 0; }
  bool drops(Context& ctx) const { return ctx.training() && dropout_ > 0; }

  RmsNorm norm_;
  std::unique_ptr<Module> inner_;
  std::string inner_scope_;
  double dropout_;
  int layer_;
};

}  // namespace undula
