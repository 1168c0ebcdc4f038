#include "core/model/sequence_model.h"

#include <algorithm>
#include <numeric>

#include "core/base/error.h"
#include "core/nn/wrap/sequential.h"
#include "core/nn/wrap/strand_exchange.h"

namespace undula {
namespace {

bool predicts_labels(const ModelConfig& config) {
  return config.head == HeadKind::kClass || config.head == HeadKind::kPosition;
}

}  // namespace

SequenceModel::SequenceModel(const ModelConfig& config, DType dtype, bool recompute)
    : config_(config),
      dtype_(dtype),
      states_(dtype),
      stem_(make_stem(config)),
      norm_f_(config.d_model),
      head_(config.d_model, config.n_outputs, predicts_labels(config)) {
  stack_ = config.pools.empty() ? make_row(recompute) : make_unet(config, recompute);
  stem_->declare(params_, states_, "backbone.embedding.");
  stack_->declare(params_, states_, "backbone.");
  norm_f_.declare(params_, states_, "backbone.norm_f.");
  if (config.tied_head) head_.tie(*stem_->table());
  head_.declare(params_, states_, predicts_labels(config) ? "head." : "lm_head.");

  std::iota(complement_.begin(), complement_.end(), uint8_t{0});
  std::copy(config.complement.begin(), config.complement.end(), complement_.begin());
  if (predicts_labels(config)) return;
  partner_ = Buffer::of({config.n_outputs}, DType::kI32);
  auto* partner = partner_.view({config.n_outputs}, DType::kI32).as<int32_t>();
  std::iota(partner, partner + config.n_outputs, 0);
  std::copy(config.complement.begin(), config.complement.end(), partner);
}

View SequenceModel::partner(Context& ctx) {
  partner_.move_to(ctx.memory());
  return partner_.view({config_.n_outputs}, DType::kI32);
}

std::unique_ptr<Module> SequenceModel::make_row(bool recompute) {
  std::vector<std::unique_ptr<Module>> layers = make_layers(config_, 0, recompute);
  for (std::unique_ptr<Module>& layer : layers) {
    layers_.push_back(layer.get());
    if (config_.strands == Strands::kPsExchange) layer = std::make_unique<StrandExchange>(std::move(layer));
  }
  return std::make_unique<Sequential>(std::move(layers));
}

Rows SequenceModel::stack_rows(Context& ctx, const Rows& feature_rows, int64_t B, int64_t length) const {
  return strands() == 1 ? feature_rows : strand_rows(ctx, feature_rows, B, length);
}

void SequenceModel::embed_forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& tokens,
                                  const View& embedded) {
  if (strands() == 1) return stem_->forward(ctx, rows, flow, tokens, embedded);
  ScratchScope scope(ctx);
  const int64_t B = tokens.shape[0], L = tokens.shape[1];
  require(!rows.resets.present() || stride() == 1, "model", "packed records on both strands need a stem of stride 1");
  const View both = ctx.activation({2 * B, L}, DType::kU8);
  strand_tokens(ctx, tokens, complement_, rows, both);
  stem_->forward(ctx, strand_rows(ctx, rows, B, L), flow, both, embedded);
  if (ctx.saving()) ctx.saves().push(both, "model.strands");
}

void SequenceModel::embed_backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dembedded) {
  if (strands() == 1) return stem_->backward(ctx, rows, flow, dembedded, View());
  ScratchScope scope(ctx);
  const Shape shape = ctx.saves().pop("model.strands").shape;
  stem_->backward(ctx, strand_rows(ctx, rows, shape[0] / 2, shape[1]), flow, dembedded, View());
}

void SequenceModel::finish_forward(Context& ctx, const Rows& stack_rows, const View& mixed, const View& features) {
  if (strands() == 1) return norm_f_.forward(ctx, stack_rows, {}, mixed, features);
  ScratchScope scope(ctx);
  const View normed = ctx.scratch(mixed.shape, dtype_);
  norm_f_.forward(ctx, stack_rows, {}, mixed, normed);
  align_strands(ctx, normed, stack_rows, features);
}

void SequenceModel::finish_backward(Context& ctx, const Rows& stack_rows, const View& dfeatures, const View& dmixed) {
  if (strands() == 1) return norm_f_.backward(ctx, stack_rows, {}, dfeatures, dmixed);
  ScratchScope scope(ctx);
  const View dnormed = ctx.scratch(dmixed.shape, dtype_);
  align_strands_backward(ctx, dfeatures, stack_rows, dnormed);
  norm_f_.backward(ctx, stack_rows, {}, dnormed, dmixed);
}

void SequenceModel::features_forward(Context& ctx, const Rows& rows, const Rows& feature_rows, const StateFlow& flow,
                                     const View& tokens, const View& features) {
  ForwardFrame frame(ctx, "features");
  const int64_t B = features.shape[0], length = features.shape[1];
  const Shape shape{strands() * B, length, config_.d_model};
  const Rows both = stack_rows(ctx, feature_rows, B, length);
  const View embedded = ctx.activation(shape, dtype_);
  embed_forward(ctx, rows, flow, tokens, embedded);
  const View mixed = ctx.activation(shape, dtype_);
  stack_->forward(ctx, both, flow, embedded, mixed);
  finish_forward(ctx, both, mixed, features);
}

void SequenceModel::features_backward(Context& ctx, const Rows& rows, const Rows& feature_rows, const StateFlow& flow,
                                      const View& dfeatures) {
  BackwardFrame frame(ctx, "features");
  const int64_t B = dfeatures.shape[0], length = dfeatures.shape[1];
  const Shape shape{strands() * B, length, config_.d_model};
  const Rows both = stack_rows(ctx, feature_rows, B, length);
  const View dmixed = ctx.scratch(shape, dtype_);
  finish_backward(ctx, both, dfeatures, dmixed);
  const View dembedded = ctx.scratch(shape, dtype_);
  stack_->backward(ctx, both, flow, dmixed, dembedded);
  embed_backward(ctx, rows, flow, dembedded);
  frame.close();
}

void SequenceModel::head_forward(Context& ctx, const View& features, const View& logits) {
  if (strands() == 1) return head_.forward(ctx, {}, {}, features, logits);
  ScratchScope scope(ctx);
  const int64_t M = features.count() / feature_width(), n = config_.n_outputs;
  const View pairs = features.reshape({M, 2, config_.d_model});
  if (partner_.bytes() == 0) {
    const View mean = ctx.activation({M, config_.d_model}, dtype_);
    fold_strands(ctx, pairs, View(), 0.5, mean);
    head_.forward(ctx, {}, {}, mean, logits.reshape({M, n}));
    return;
  }
  const View both = ctx.scratch({M, 2, n}, dtype_);
  head_.forward(ctx, {}, {}, pairs, both);
  fold_strands(ctx, both, partner(ctx), 1, logits.reshape({M, n}));
}

void SequenceModel::head_backward(Context& ctx, const View& dlogits, const View& dfeatures) {
  if (strands() == 1) return head_.backward(ctx, {}, {}, dlogits, dfeatures);
  ScratchScope scope(ctx);
  const int64_t M = dfeatures.count() / feature_width(), n = config_.n_outputs;
  const View dpairs = dfeatures.reshape({M, 2, config_.d_model});
  if (partner_.bytes() == 0) {
    const View dmean = ctx.scratch({M, config_.d_model}, dtype_);
    head_.backward(ctx, {}, {}, dlogits.reshape({M, n}), dmean);
    fold_strands_backward(ctx, dmean, View(), 0.5, dpairs);
    return;
  }
  const View dboth = ctx.scratch({M, 2, n}, dtype_);
  fold_strands_backward(ctx, dlogits.reshape({M, n}), partner(ctx), 1, dboth);
  head_.backward(ctx, {}, {}, dboth, dpairs);
}

}  // namespace undula
