#include "core/model/sequence_model.h"

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
      blocks_(make_blocks(config, recompute)),
      norm_f_(config.d_model),
      head_(config.d_model, config.n_outputs, predicts_labels(config)) {
  stem_->declare(params_, states_, "backbone.embedding.");
  blocks_->declare(params_, states_, "backbone.");
  norm_f_.declare(params_, states_, "backbone.norm_f.");
  head_.declare(params_, states_, predicts_labels(config) ? "head." : "lm_head.");
}

void SequenceModel::features_forward(Context& ctx, const Rows& rows, const Rows& feature_rows, const StateFlow& flow,
                                     const View& tokens, const View& features) {
  ForwardFrame frame(ctx, "features");
  const View embedded = ctx.activation(features.shape, dtype_);
  stem_->forward(ctx, rows, flow, tokens, embedded);
  const View mixed = ctx.activation(features.shape, dtype_);
  blocks_->forward(ctx, feature_rows, flow, embedded, mixed);
  norm_f_.forward(ctx, feature_rows, flow, mixed, features);
}

void SequenceModel::features_backward(Context& ctx, const Rows& rows, const Rows& feature_rows, const StateFlow& flow,
                                      const View& dfeatures) {
  BackwardFrame frame(ctx, "features");
  const View dmixed = ctx.scratch(dfeatures.shape, dtype_);
  norm_f_.backward(ctx, feature_rows, flow, dfeatures, dmixed);
  const View dembedded = ctx.scratch(dfeatures.shape, dtype_);
  blocks_->backward(ctx, feature_rows, flow, dmixed, dembedded);
  stem_->backward(ctx, rows, flow, dembedded, View());
  frame.close();
}

void SequenceModel::head_forward(Context& ctx, const View& features, const View& logits) {
  head_.forward(ctx, {}, {}, features, logits);
}

void SequenceModel::head_backward(Context& ctx, const View& dlogits, const View& dfeatures) {
  head_.backward(ctx, {}, {}, dlogits, dfeatures);
}

}  // namespace undula
