#pragma once
#include <memory>
#include <utility>
#include <vector>

#include "core/nn/linear.h"

namespace undula {

/// The stateful middle of a mixer: walks each row in one direction, from (B, L, 2E) to (B, L, E). Its state slots
/// belong to that direction; two directions share no slot.
class Pass : public Module {
 public:
  virtual int64_t d_inner() const = 0;
};

/// A sequence mixer: a pointwise projection in (D -> 2E), one or more directional passes whose outputs are summed, a
/// pointwise projection out (E -> D). One forward pass makes the causal Mamba block; a forward and a reverse pass make
/// the BiMamba of Caduceus (Schiff et al. 2024, section 3.1), whose directions share both projections:
///   out = W_out(forward(x W_in)) + W_out(reverse(x W_in)) = W_out(forward + reverse)
class Mixer : public Module {
 public:
  struct NamedPass {
    std::string scope;  ///< of its parameters, for example "mamba_fwd." or ""
    std::unique_ptr<Pass> pass;
  };
  /// `n_layer`: W_out starts divided by sqrt(n_layer), as a residual branch of that many.
  Mixer(int64_t d_model, std::vector<NamedPass> passes, int64_t n_layer);

  void declare(ParamStore& params, StateLayout& states, std::string_view scope) override;
  void forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) override;
  void backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) override;
  bool causal() const override;

 private:
  /// The passes [first, second) that run.
  std::pair<size_t, size_t> running(const StateFlow& flow) const;

  std::vector<NamedPass> passes_;
  int64_t d_inner_;
  Linear in_proj_, out_proj_;
};

}  // namespace undula
