#pragma once
#include <memory>
#include <vector>

#include "core/nn/linear.h"

namespace undula {

/// One stage of a U-Net over time with the stages below it, as in SaShiMi (Goel et al. 2022, section 3.3 and figure 2):
///   s_0 = x,  s_k = down_k(s_{k-1})
///   u_0 = s_n + spread(up_pool(inner(down_pool(stack(s_n)))))      stack, spread: core/ops/frames.h
///   u_k = up_k(u_{k-1}) + s_{n-k},  y = u_m                          (the skip is there for k <= n)
/// A stage that models on the way up only has no down layers. down_pool maps p frames of width D to one of the width
/// below, up_pool one of these to p frames.
///
/// Rows keep their place within a group of p frames (their phase), the frames of the unfinished group and what the last
/// finished one gave: a chunk may have any length, and a step in which no row finishes a group leaves the stages below
/// alone. Causal; one record a row: packed rows are refused, since a record would begin within another's group.
class UNet : public Module {
 public:
  using Layers = std::vector<std::unique_ptr<Module>>;
  /// `inner` is of width `d_inner`; the layers of d_model, as many up as down, or none down.
  UNet(int64_t d_model, int64_t pool, int64_t d_inner, Layers down, std::unique_ptr<Module> inner, Layers up);

  void declare(ParamStore& params, StateLayout& states, std::string_view scope) override;
  void forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) override;
  void backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) override;

 private:
  /// Rows of the stage below, `groups` (B) of which are valid.
  Rows inner_rows(const Rows& rows, const View& groups) const;
  /// The stages below and the pools around them: up (B, L', p D) of stacked, or nothing where no row has a group.
  void inner_forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& stacked, const View& up);
  void pass_inner_states(const StateFlow& flow) const;

  int64_t d_model_, pool_, d_inner_;
  Layers down_, up_;
  std::unique_ptr<Module> inner_;
  Linear down_pool_, up_pool_;
  int phase_slot_ = -1, waiting_slot_ = -1, pending_slot_ = -1;
  int inner_begin_ = 0, inner_end_ = 0;  // slots of the stages below
};

}  // namespace undula
