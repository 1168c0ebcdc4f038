#pragma once
#include "core/nn/linear.h"

namespace undula {

/// The nonlinear middle of a pointwise feed-forward layer.
enum class FeedForwardKind : uint8_t {
  kNone,
  kMlp,  ///< W_out gelu(W_in x)
  kGlu,  ///< W_out glu(W_in x), W_in giving both halves
};

/// A pointwise feed-forward layer, D -> expand D -> D, with biases. Of a block that is run pass by pass
/// (StateFlow::pass), its output is in the share of pass 0.
class FeedForward : public Module {
 public:
  /// `n_branches`: W_out starts divided by its square root, as a residual branch of that many.
  FeedForward(int64_t d_model, FeedForwardKind kind, int64_t expand, int64_t n_branches);

  void declare(ParamStore& params, StateLayout& states, std::string_view scope) override;
  void forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) override;
  void backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) override;

 private:
  static bool runs(const StateFlow& flow) { return flow.pass == kAllPasses || flow.pass == 0; }

  bool gated_;
  int64_t d_hidden_;
  Linear in_, out_;
};

}  // namespace undula
