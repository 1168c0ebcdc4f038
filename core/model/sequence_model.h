#pragma once
#include <memory>

#include "core/model/factory.h"
#include "core/nn/linear.h"
#include "core/nn/rms_norm.h"

namespace undula {

/// tokens -> stem -> n residual blocks -> final RMSNorm -> features; features -> head -> logits. Parameter names follow
/// the published Mamba layout: backbone.embedding.weight, backbone.layers.{i}.norm.weight, backbone.layers.{i}.mixer.*,
/// backbone.norm_f.weight; the head is lm_head.weight where it predicts tokens, or head.weight and head.bias where it
/// predicts labels.
class SequenceModel {
 public:
  /// Declares the tensors; nothing is allocated yet. `recompute` trades a second forward for activation memory.
  SequenceModel(const ModelConfig& config, DType dtype, bool recompute = false);
  /// Allocates parameters (zeroed), and gradients when wanted.
  void allocate(bool with_gradients) { params_.allocate(dtype_, with_gradients); }

  const ModelConfig& config() const { return config_; }
  DType dtype() const { return dtype_; }
  ParamStore& params() { return params_; }
  const ParamStore& params() const { return params_; }
  const StateLayout& states() const { return states_; }
  /// False when a position's features need what comes after it.
  bool causal() const { return blocks_->causal(); }
  int64_t stride() const { return stem_->stride(); }
  int64_t feature_length(int64_t length) const { return stem_->output_length(length); }

  /// features (B, L', D) of tokens (B, L). `rows` counts tokens, `feature_rows` counts positions after the stem.
  void features_forward(Context& ctx, const Rows& rows, const Rows& feature_rows, const StateFlow& flow,
                        const View& tokens, const View& features);
  void features_backward(Context& ctx, const Rows& rows, const Rows& feature_rows, const StateFlow& flow,
                         const View& dfeatures);
  /// logits (..., n_outputs) of features or pooled features (..., D).
  void head_forward(Context& ctx, const View& features, const View& logits);
  void head_backward(Context& ctx, const View& dlogits, const View& dfeatures);

 private:
  ModelConfig config_;
  DType dtype_;
  ParamStore params_;
  StateLayout states_;
  std::unique_ptr<Stem> stem_;
  std::unique_ptr<Module> blocks_;
  RmsNorm norm_f_;
  Linear head_;
};

}  // namespace undula
