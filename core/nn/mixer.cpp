#include "core/nn/mixer.h"

#include <cmath>

#include "core/base/error.h"
#include "core/ops/add.h"

namespace undula {

Mixer::Mixer(int64_t d_model, std::vector<NamedPass> passes, int64_t n_layer)
    : passes_(std::move(passes)),
      d_inner_(passes_.front().pass->d_inner()),
      in_proj_(d_model, 2 * d_inner_, false),
      out_proj_(d_inner_, d_model, false, 1 / std::sqrt(static_cast<double>(d_inner_ * n_layer))) {}

void Mixer::declare(ParamStore& params, StateLayout& states, std::string_view scope) {
  const std::string base(scope);
  in_proj_.declare(params, states, base + "in_proj.");
  for (NamedPass& named : passes_) named.pass->declare(params, states, base + named.scope);
  out_proj_.declare(params, states, base + "out_proj.");
}

bool Mixer::causal() const {
  for (const NamedPass& named : passes_) {
    if (!named.pass->causal()) return false;
  }
  return true;
}

std::pair<size_t, size_t> Mixer::running(const StateFlow& flow) const {
  if (flow.pass == kAllPasses) return {0, passes_.size()};
  const auto pass = static_cast<size_t>(flow.pass);
  require(pass < passes_.size(), "mixer", "no such pass");
  return {pass, pass + 1};
}

void Mixer::forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) {
  ForwardFrame frame(ctx, "mixer");
  const int64_t B = x.shape[0], L = x.shape[1];
  const View xz = ctx.activation({B, L, 2 * d_inner_}, x.dtype);
  in_proj_.forward(ctx, rows, flow, x, xz);
  const View sum = ctx.activation({B, L, d_inner_}, x.dtype);
  const auto [begin, end] = running(flow);
  passes_[begin].pass->forward(ctx, rows, flow, xz, sum);
  for (size_t i = begin + 1; i < end; ++i) {
    ScratchScope scope(ctx);
    const View part = ctx.scratch({B, L, d_inner_}, x.dtype);
    passes_[i].pass->forward(ctx, rows, flow, xz, part);
    add(ctx, sum, part, sum);
  }
  out_proj_.forward(ctx, rows, flow, sum, y);
}

void Mixer::backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) {
  BackwardFrame frame(ctx, "mixer");
  const int64_t B = dy.shape[0], L = dy.shape[1];
  const View dsum = ctx.scratch({B, L, d_inner_}, dy.dtype);
  out_proj_.backward(ctx, rows, flow, dy, dsum);
  const View dxz = ctx.scratch({B, L, 2 * d_inner_}, dy.dtype);
  const auto [begin, end] = running(flow);
  for (size_t i = end; i-- > begin;) {
    ScratchScope scope(ctx);
    const bool first = i + 1 == end;
    const View part = first ? dxz : ctx.scratch({B, L, 2 * d_inner_}, dy.dtype);
    passes_[i].pass->backward(ctx, rows, flow, dsum, part);
    if (!first) add(ctx, dxz, part, dxz);
  }
  in_proj_.backward(ctx, rows, flow, dxz, dx);
  frame.close();
}

}  // namespace undula
