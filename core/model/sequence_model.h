#pragma once
#include <memory>

#include "core/model/factory.h"
#include "core/nn/linear.h"
#include "core/nn/rms_norm.h"
#include "core/ops/strands.h"

namespace undula {

/// tokens or samples -> stem -> residual blocks, in a row or as a U-Net -> final RMSNorm -> features; features -> head
/// -> logits. Parameter names follow the published Mamba layout: backbone.embedding.weight,
/// backbone.layers.{i}.norm.weight, backbone.layers.{i}.mixer.*, backbone.norm_f.weight; the head is lm_head.weight
/// where it predicts tokens, or head.weight and head.bias where it predicts labels.
///
/// A reverse-complement-equivariant model (config().strands) runs stem, blocks and norm on the strand rows of the batch
/// (ops/strands.h) and lays both strands over each other: its features are 2D wide, and those of a record's reverse
/// complement are the same with halves and positions reversed. Logits of tokens are W a + P W b, with P the
/// complement's permutation; logits of labels are those of (a + b) / 2, which no longer depend on the strand.
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
  bool causal() const { return strands() == 1 && stack_->causal(); }
  /// Rows of the stack for each row of the batch: 2 where the model is reverse-complement equivariant.
  int64_t strands() const { return config_.strands == Strands::kSingle ? 1 : 2; }
  int64_t feature_width() const { return strands() * config_.d_model; }
  int64_t stride() const { return stem_->stride(); }
  int64_t feature_length(int64_t length) const { return stem_->output_length(length); }

  /// features (B, L', feature_width) of tokens (B, L). `rows` counts tokens, `feature_rows` counts positions after the
  /// stem.
  void features_forward(Context& ctx, const Rows& rows, const Rows& feature_rows, const StateFlow& flow,
                        const View& tokens, const View& features);
  void features_backward(Context& ctx, const Rows& rows, const Rows& feature_rows, const StateFlow& flow,
                         const View& dfeatures);

  // The parts of these two, for schedules that run the blocks in their own way. The stack has strands() rows for each
  // row of the batch; `stack_rows` counts positions after the stem, as made by stack_rows().
  Rows stack_rows(Context& ctx, const Rows& feature_rows, int64_t B, int64_t length) const;
  void embed_forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& tokens, const View& embedded);
  void embed_backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dembedded);
  /// Blocks in a row: none of a U-Net.
  int64_t layers() const { return static_cast<int64_t>(layers_.size()); }
  Module& layer(int64_t i) { return *layers_[static_cast<size_t>(i)]; }
  void finish_forward(Context& ctx, const Rows& stack_rows, const View& mixed, const View& features);
  void finish_backward(Context& ctx, const Rows& stack_rows, const View& dfeatures, const View& dmixed);

  /// logits (..., n_outputs) of features or pooled features (..., feature_width).
  void head_forward(Context& ctx, const View& features, const View& logits);
  void head_backward(Context& ctx, const View& dlogits, const View& dfeatures);

 private:
  std::unique_ptr<Module> make_row(bool recompute);
  /// The token that each one that can be predicted pairs with on the other strand, (n_outputs) i32.
  View partner(Context& ctx);

  ModelConfig config_;
  DType dtype_;
  ParamStore params_;
  StateLayout states_;
  std::unique_ptr<Stem> stem_;
  std::vector<Module*> layers_;    // of a row, each without the exchange of strands before it
  std::unique_ptr<Module> stack_;  // all layers in a row, or a U-Net
  RmsNorm norm_f_;
  Linear head_;
  TokenComplement complement_;
  Buffer partner_;  // empty where labels are predicted
};

}  // namespace undula
