#include "core/nn/wrap/unet.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/ops/add.h"
#include "core/ops/frames.h"

namespace undula {

UNet::UNet(int64_t d_model, int64_t pool, int64_t d_inner, Layers down, std::unique_ptr<Module> inner, Layers up)
    : d_model_(d_model),
      pool_(pool),
      d_inner_(d_inner),
      down_(std::move(down)),
      up_(std::move(up)),
      inner_(std::move(inner)),
      down_pool_(pool * d_model, d_inner, true),
      up_pool_(d_inner, pool * d_model, true) {
  require(pool > 1, "unet", "pools of two frames or more");
  require(!up_.empty() && (down_.empty() || down_.size() == up_.size()), "unet", "as many layers up as down, or none");
}

void UNet::declare(ParamStore& params, StateLayout& states, std::string_view scope) {
  const std::string base(scope);
  const auto declare_layers = [&](Layers& layers, const std::string& where) {
    for (size_t i = 0; i < layers.size(); ++i)
      layers[i]->declare(params, states, where + "layers." + std::to_string(i) + ".");
  };
  declare_layers(down_, base + "down.");
  down_pool_.declare(params, states, base + "down_pool.");
  phase_slot_ = states.add_counter(base + "phase");
  waiting_slot_ = states.add(base + "waiting", {pool_ - 1, d_model_});
  inner_begin_ = static_cast<int>(states.slots().size());
  inner_->declare(params, states, base + "inner.");
  inner_end_ = static_cast<int>(states.slots().size());
  up_pool_.declare(params, states, base + "up_pool.");
  pending_slot_ = states.add(base + "pending", {pool_, d_model_});
  declare_layers(up_, base + "up.");
}

Rows UNet::inner_rows(const Rows& rows, const View& groups) const {
  return {.lengths = groups,
          .resets = {},
          .records = rows.records,
          .first_position = rows.first_position / pool_};  // of every row that has frames left
}

void UNet::pass_inner_states(const StateFlow& flow) const {
  if (!flow.out.present()) return;
  for (int slot = inner_begin_; slot < inner_end_; ++slot)
    if (flow.in[slot].data != flow.out[slot].data) copy(flow.in[slot], flow.out[slot]);
}

void UNet::inner_forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& stacked, const View& up) {
  const int64_t B = stacked.shape[0], length = stacked.shape[1];
  const View coarse = ctx.activation({B, length, d_inner_}, stacked.dtype);
  down_pool_.forward(ctx, rows, flow, stacked, coarse);
  const View mixed = ctx.activation({B, length, d_inner_}, stacked.dtype);
  inner_->forward(ctx, rows, flow, coarse, mixed);
  up_pool_.forward(ctx, rows, flow, mixed, up);
}

void UNet::forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) {
  ForwardFrame frame(ctx, "unet");
  require(!rows.resets.present(), "unet", "a U-Net takes one record a row; got packed rows");
  const int64_t B = x.shape[0], L = x.shape[1], length = stacked_length(L, pool_);
  std::vector<View> skips{x};
  for (const auto& layer : down_) {
    const View next = ctx.activation(x.shape, x.dtype);
    layer->forward(ctx, rows, flow, skips.back(), next);
    skips.push_back(next);
  }

  const FrameGroups at{pool_, ctx.activation({B}, DType::kI32), ctx.activation({B}, DType::kI32)};
  if (!ctx.planning()) {
    if (flow.in.present()) {
      copy(flow.in[phase_slot_], at.phase.reshape({B, 1}));
    } else {
      fill_zero(at.phase);
    }
  }
  const View next_phase = StateFlow::slot(flow.out, phase_slot_);
  count_groups(ctx, rows, L, pool_, at.phase, at.groups, next_phase.present() ? next_phase.reshape({B}) : View());
  const View stacked = ctx.activation({B, length, pool_ * d_model_}, x.dtype);
  const View up = ctx.activation({B, length, pool_ * d_model_}, x.dtype);
  stack_frames(ctx, at, skips.back(), rows, StateFlow::slot(flow.in, waiting_slot_), stacked,
               StateFlow::slot(flow.out, waiting_slot_));
  const auto idle = [&] {
    return std::all_of(at.groups.as<int32_t>(), at.groups.as<int32_t>() + B, [](int32_t n) { return n == 0; });
  };
  // A device would have to be waited for; there the stages below run on rows of no length.
  if (!ctx.planning() && !ctx.saving() && !ctx.on_device() && flow.in.present() && idle()) {
    pass_inner_states(flow);
  } else {
    inner_forward(ctx, inner_rows(rows, at.groups), flow, stacked, up);
  }
  View u = ctx.activation(x.shape, x.dtype);
  spread_frames(ctx, at, up, rows, StateFlow::slot(flow.in, pending_slot_), skips.back(), u,
                StateFlow::slot(flow.out, pending_slot_));
  if (ctx.saving()) {
    ctx.saves().push(at.phase, "unet.phase");
    ctx.saves().push(at.groups, "unet.groups");
  }

  for (size_t k = 1; k <= up_.size(); ++k) {
    const View next = k == up_.size() ? y : ctx.activation(x.shape, x.dtype);
    up_[k - 1]->forward(ctx, rows, flow, u, next);
    if (k < skips.size()) add(ctx, next, skips[down_.size() - k], next);
    u = next;
  }
}

void UNet::backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) {
  BackwardFrame frame(ctx, "unet");
  const int64_t B = dy.shape[0], length = stacked_length(dy.shape[1], pool_);
  std::vector<View> du(up_.size() + 1);  // of u_k, which is that of s_{n-k} too
  du.back() = dy;
  for (size_t k = up_.size(); k > 0; --k) {
    du[k - 1] = ctx.scratch(dy.shape, dy.dtype);
    up_[k - 1]->backward(ctx, rows, flow, du[k], du[k - 1]);
  }

  const View groups = ctx.saves().pop("unet.groups");
  const FrameGroups at{pool_, ctx.saves().pop("unet.phase"), groups};
  View ds = down_.empty() ? dx : ctx.scratch(dy.shape, dy.dtype);
  {
    ScratchScope scope(ctx);
    const Rows below = inner_rows(rows, groups);
    const View d_groups = ctx.scratch({B, length, pool_ * d_model_}, dy.dtype);  // of up, then of stacked
    const View d_mixed = ctx.scratch({B, length, d_inner_}, dy.dtype);
    const View d_coarse = ctx.scratch({B, length, d_inner_}, dy.dtype);
    spread_frames_backward(ctx, at, du[0], rows, StateFlow::slot(flow.d_out, pending_slot_), d_groups,
                           StateFlow::slot(flow.d_in, pending_slot_));
    up_pool_.backward(ctx, below, flow, d_groups, d_mixed);
    inner_->backward(ctx, below, flow, d_mixed, d_coarse);
    down_pool_.backward(ctx, below, flow, d_coarse, d_groups);
    stack_frames_backward(ctx, at, d_groups, rows, StateFlow::slot(flow.d_out, waiting_slot_), ds,
                          StateFlow::slot(flow.d_in, waiting_slot_));
  }
  add(ctx, ds, du[0], ds);
  for (size_t k = down_.size(); k > 0; --k) {
    const View next = k == 1 ? dx : ctx.scratch(dy.shape, dy.dtype);
    down_[k - 1]->backward(ctx, rows, flow, ds, next);
    add(ctx, next, du[down_.size() - k + 1], next);
    ds = next;
  }
  frame.close();
}

}  // namespace undula
