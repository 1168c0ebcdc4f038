#pragma once
#include <memory>

#include "core/nn/module.h"
#include "core/ops/kmer_embedding.h"

namespace undula {

/// The first layer of a model: tokens (B, L) u8, or samples (B, L) f32, -> (B, ceil(L / stride), D). Rows count tokens
/// or samples; dx is never wanted. Chunks before the last are multiples of the stride.
class Stem : public Module {
 public:
  virtual int64_t stride() const { return 1; }
  /// The embeddings (vocabulary, D), which a head may share; null for a stem that has none. Call after `declare`.
  virtual Param* table() { return nullptr; }
  int64_t output_length(int64_t length) const { return (length + stride() - 1) / stride(); }
};

/// One embedding per token.
class TokenStem : public Stem {
 public:
  TokenStem(int64_t vocab, int64_t d_model) : vocab_(vocab), d_model_(d_model) {}
  void declare(ParamStore& params, StateLayout& states, std::string_view scope) override;
  void forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) override;
  void backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) override;
  Param* table() override { return table_; }

 private:
  int64_t vocab_, d_model_;
  Param* table_ = nullptr;
};

/// Embeddings of all overlapping k-mers, averaged over a stride (ops/kmer_embedding.h).
class KmerStem : public Stem {
 public:
  KmerStem(const KmerShape& shape, int64_t d_model) : shape_(shape), d_model_(d_model) {}
  void declare(ParamStore& params, StateLayout& states, std::string_view scope) override;
  void forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) override;
  void backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) override;
  int64_t stride() const override { return shape_.stride; }

 private:
  KmerState state(const StateSet& set) const { return {StateFlow::slot(set, tail_slot_)}; }

  KmerShape shape_;
  int64_t d_model_;
  Param* table_ = nullptr;
  int tail_slot_ = -1;
};

/// A causal convolution of some width over one-hot tokens (ops/token_conv.h).
class ConvStem : public Stem {
 public:
  ConvStem(int64_t vocab, int64_t width, int64_t d_model) : vocab_(vocab), width_(width), d_model_(d_model) {}
  void declare(ParamStore& params, StateLayout& states, std::string_view scope) override;
  void forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) override;
  void backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View& dx) override;

 private:
  int64_t vocab_, width_, d_model_;
  Param *weight_ = nullptr, *bias_ = nullptr;
  int tail_slot_ = -1;
};

}  // namespace undula
