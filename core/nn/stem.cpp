#include "core/nn/stem.h"

#include <cmath>

#include "core/ops/embedding.h"
#include "core/ops/token_conv.h"

namespace undula {
namespace {

constexpr double kEmbeddingScale = 0.02;  // the standard deviation of the published initialisation

}  // namespace

void TokenStem::declare(ParamStore& params, StateLayout&, std::string_view scope) {
  table_ = &params.add(scope, "weight", {vocab_, d_model_}, Init::kNormal, kEmbeddingScale, true);
}

void TokenStem::forward(Context& ctx, const Rows& rows, const StateFlow&, const View& x, const View& y) {
  if (ctx.saving()) ctx.saves().push(x, "token_stem.x");
  embedding_forward(ctx, x, table_->value, rows, y);
}

void TokenStem::backward(Context& ctx, const Rows& rows, const StateFlow&, const View& dy, const View&) {
  const View x = ctx.saves().pop("token_stem.x");
  embedding_backward(ctx, x, rows, dy, table_->grad);
}

void KmerStem::declare(ParamStore& params, StateLayout& states, std::string_view scope) {
  // Averaging `stride` neighbours shrinks the spread by its square root; the start makes up for it.
  const double scale = kEmbeddingScale * std::sqrt(static_cast<double>(shape_.stride));
  table_ = &params.add(scope, "weight", {shape_.table_rows(), d_model_}, Init::kNormal, scale, true);
  if (shape_.k > 1) tail_slot_ = states.add_tokens(std::string(scope) + "tail", {shape_.k - 1});
}

void KmerStem::forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) {
  if (ctx.saving()) ctx.saves().push(x, "kmer_stem.x");
  kmer_embedding_forward(ctx, shape_, x, table_->value, rows, state(flow.in), state(flow.out), y);
}

void KmerStem::backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View&) {
  const View x = ctx.saves().pop("kmer_stem.x");
  kmer_embedding_backward(ctx, shape_, x, rows, state(flow.in), dy, table_->grad);
}

void ConvStem::declare(ParamStore& params, StateLayout& states, std::string_view scope) {
  // One-hot inputs switch on `width` weights per output: this start gives outputs of unit spread.
  const double scale = std::sqrt(3.0 / static_cast<double>(width_));
  weight_ = &params.add(scope, "weight", {width_, vocab_, d_model_}, Init::kUniform, scale, true);
  bias_ = &params.add(scope, "bias", {d_model_}, Init::kZeros, 0, false);
  if (width_ > 1) tail_slot_ = states.add_tokens(std::string(scope) + "tail", {width_ - 1});
}

void ConvStem::forward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& x, const View& y) {
  if (ctx.saving()) ctx.saves().push(x, "conv_stem.x");
  token_conv_forward(ctx, x, weight_->value, bias_->value, rows, StateFlow::slot(flow.in, tail_slot_),
                     StateFlow::slot(flow.out, tail_slot_), y);
}

void ConvStem::backward(Context& ctx, const Rows& rows, const StateFlow& flow, const View& dy, const View&) {
  const View x = ctx.saves().pop("conv_stem.x");
  token_conv_backward(ctx, x, rows, StateFlow::slot(flow.in, tail_slot_), dy, weight_->grad, bias_->grad);
}

}  // namespace undula
