#include "core/model/continuation.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace undula {
namespace {

constexpr int64_t kPiece = 1024;  // tokens of a prompt that are read at once
constexpr uint8_t kPadding = 255;

View logits_of(Context& ctx, const SequenceModel& model, int64_t rows, int64_t length) {
  return ctx.scratch({rows, length, model.config().n_outputs}, DType::kF32);
}

}  // namespace

void check_predicts_next(const SequenceModel& model) {
  if (model.config().head != HeadKind::kNextToken)
    throw Error(ErrorKind::kUsage, "the model does not predict what comes next");
  require(model.dtype() == DType::kF32, "generator", "fp32 models only");
}

Continuation::Continuation(Context& ctx, SequenceModel& model, int64_t rows, const Sampling& sampling, int64_t first)
    : ctx_(ctx),
      model_(model),
      sampler_(sampling, model.config().n_outputs),
      stream_(ctx, model, rows),
      last_(static_cast<size_t>(rows * model.config().n_outputs)),
      tokens_(static_cast<size_t>(rows)) {
  check_predicts_next(model);
  for (int64_t row = 0; row < rows; ++row)
    keys_.push_back(RandomKey(sampling.seed).fold(static_cast<uint64_t>(first + row)));
}

void Continuation::plan(Context& ctx, SequenceModel& model, int64_t rows) {
  ScratchScope scope(ctx);
  logits_of(ctx, model, rows, kPiece);
  ModelStream::plan(ctx, model, rows, kPiece);
}

void Continuation::read(std::span<const std::vector<uint8_t>> prompts) {
  const int64_t B = rows(), V = model_.config().n_outputs;
  require(static_cast<int64_t>(prompts.size()) == B, "generator", "one prompt a row");
  take_drawn();
  int64_t longest = 0;
  for (const std::vector<uint8_t>& prompt : prompts) {
    require(!prompt.empty(), "generator", "an empty prompt");
    longest = std::max(longest, static_cast<int64_t>(prompt.size()));
  }
  std::vector<uint8_t> tokens;
  std::vector<int32_t> lengths(prompts.size());
  for (int64_t begin = 0; begin < longest; begin += kPiece) {
    const int64_t piece = std::min(kPiece, longest - begin);
    tokens.assign(static_cast<size_t>(B * piece), kPadding);
    for (int64_t row = 0; row < B; ++row) {
      const std::vector<uint8_t>& prompt = prompts[static_cast<size_t>(row)];
      const int64_t valid = std::clamp<int64_t>(static_cast<int64_t>(prompt.size()) - begin, 0, piece);
      lengths[static_cast<size_t>(row)] = static_cast<int32_t>(valid);
      if (valid > 0) std::copy_n(prompt.begin() + begin, valid, tokens.begin() + row * piece);
    }
    ScratchScope scope(ctx_);
    const View logits = logits_of(ctx_, model_, B, piece);
    stream_.next(View(tokens.data(), DType::kU8, {B, piece}), View(lengths.data(), DType::kI32, {B}), logits);
    Buffer keep;
    const View read = on_host(logits, keep);
    for (int64_t row = 0; row < B; ++row) {
      const int64_t valid = lengths[static_cast<size_t>(row)];
      if (valid > 0) std::copy_n(read.as<float>() + (row * piece + valid - 1) * V, V, last_.begin() + row * V);
    }
  }
}

void Continuation::take_drawn() {
  if (!waiting_) return;
  waiting_ = false;
  const int64_t B = rows();
  stream_.next(View(tokens_.data(), DType::kU8, {B, 1}), View(),
               View(last_.data(), DType::kF32, {B, 1, model_.config().n_outputs}));
}

std::span<const uint8_t> Continuation::next() {
  take_drawn();
  const auto V = static_cast<size_t>(model_.config().n_outputs);
  for (size_t row = 0; row < tokens_.size(); ++row)
    tokens_[row] = sampler_.draw(last_.data() + row * V, keys_[row].uniform(static_cast<uint64_t>(drawn_)));
  ++drawn_;
  waiting_ = true;
  return tokens_;
}

void Continuation::save(TensorFile& file) {
  take_drawn();
  stream_.save(file);
  file.add<float>("next.logits", {rows(), model_.config().n_outputs}, last_);
  file.add<int64_t>("next.drawn", {1}, std::vector<int64_t>{drawn_});
}

void Continuation::load(const TensorFile& file) {
  stream_.load(file);
  last_ = file.values<float>("next.logits", {rows(), model_.config().n_outputs});
  drawn_ = file.values<int64_t>("next.drawn", {1}).front();
  const bool finite = std::all_of(last_.begin(), last_.end(), [](float x) { return std::isfinite(x); });
  if (!finite || drawn_ < 0) throw Error(ErrorKind::kBadInput, "the state holds a value that cannot be");
  waiting_ = false;
}

}  // namespace undula
