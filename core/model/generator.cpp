#include "core/model/generator.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"

namespace undula {
namespace {

constexpr int64_t kPiece = 1024;  // tokens of a prompt that are read at once
constexpr uint8_t kPadding = 255;

View logits_of(Context& ctx, const SequenceModel& model, int64_t rows, int64_t length) {
  return ctx.scratch({rows, length, model.config().n_outputs}, DType::kF32);
}

}  // namespace

void Sampling::validate() const {
  const auto refuse = [](const std::string& what) { throw Error(ErrorKind::kUsage, what); };
  if (!(temperature >= 0) || !std::isfinite(temperature)) refuse("the temperature must be 0 or more");
  if (top_k < 0) refuse("top-k must be 0 or more");
  if (!(top_p > 0 && top_p <= 1)) refuse("top-p must be above 0 and at most 1");
  if (!allowed.empty() && std::count(allowed.begin(), allowed.end(), 0) == static_cast<int64_t>(allowed.size()))
    refuse("no token is allowed");
}

TokenSampler::TokenSampler(const Sampling& sampling, int64_t n_tokens) : sampling_(sampling) {
  sampling.validate();
  require(n_tokens <= 256 && (sampling.allowed.empty() || static_cast<int64_t>(sampling.allowed.size()) == n_tokens),
          "sampler", "one flag per token, and at most 256 tokens");
  for (int64_t token = 0; token < n_tokens; ++token) {
    if (sampling.allowed.empty() || sampling.allowed[static_cast<size_t>(token)] != 0)
      order_.push_back(static_cast<uint8_t>(token));
  }
  chances_.resize(order_.size());
}

uint8_t TokenSampler::draw(const float* logits, double uniform) {
  const auto likelier = [&](uint8_t a, uint8_t b) {
    return logits[a] > logits[b] || (logits[a] == logits[b] && a < b);
  };
  if (sampling_.temperature == 0) return *std::min_element(order_.begin(), order_.end(), likelier);
  std::sort(order_.begin(), order_.end(), likelier);
  size_t n = order_.size();
  if (sampling_.top_k > 0) n = std::min(n, static_cast<size_t>(sampling_.top_k));
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += chances_[i] = std::exp((static_cast<double>(logits[order_[i]]) - logits[order_[0]]) / sampling_.temperature);
  }
  double kept = 0;
  size_t last = 0;
  for (; last < n; ++last) {
    kept += chances_[last];
    if (kept >= sampling_.top_p * sum) break;
  }
  double left = uniform * kept;
  for (size_t i = 0; i < std::min(last, n - 1); ++i) {
    left -= chances_[i];
    if (left < 0) return order_[i];
  }
  return order_[std::min(last, n - 1)];
}

Generator::Generator(Context& ctx, SequenceModel& model, int64_t rows)
    : ctx_(ctx), model_(model), rows_(rows), last_(static_cast<size_t>(rows * model.config().n_outputs)) {
  if (model.config().head != HeadKind::kNextToken)
    throw Error(ErrorKind::kUsage, "the model does not predict what comes next");
  require(model.dtype() == DType::kF32, "generator", "fp32 models only");
}

void Generator::plan(Context& ctx, SequenceModel& model, int64_t rows) {
  ScratchScope scope(ctx);
  logits_of(ctx, model, rows, kPiece);
  ModelStream::plan(ctx, model, rows, kPiece);
}

void Generator::read(std::span<const std::vector<uint8_t>> prompts, ModelStream& stream) {
  const auto B = static_cast<int64_t>(prompts.size()), V = model_.config().n_outputs;
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
    stream.next(View(tokens.data(), DType::kU8, {B, piece}), View(lengths.data(), DType::kI32, {B}), logits);
    for (int64_t row = 0; row < B; ++row) {
      const int64_t valid = lengths[static_cast<size_t>(row)];
      if (valid > 0) std::copy_n(logits.as<float>() + (row * piece + valid - 1) * V, V, last_.begin() + row * V);
    }
  }
}

std::vector<std::vector<uint8_t>> Generator::generate(std::span<const std::vector<uint8_t>> prompts, int64_t length,
                                                      const Sampling& sampling, int64_t first,
                                                      const std::function<void()>& step) {
  const auto B = static_cast<int64_t>(prompts.size()), V = model_.config().n_outputs;
  require(B > 0 && B <= rows_, "generator", "rows");
  TokenSampler sampler(sampling, V);
  ModelStream stream(ctx_, model_, B);
  read(prompts, stream);
  std::vector<RandomKey> keys;
  for (int64_t row = 0; row < B; ++row)
    keys.push_back(RandomKey(sampling.seed).fold(static_cast<uint64_t>(first + row)));
  std::vector<std::vector<uint8_t>> out(prompts.size());
  for (std::vector<uint8_t>& tokens : out) tokens.reserve(static_cast<size_t>(length));
  std::vector<uint8_t> tokens(prompts.size());
  const View column(tokens.data(), DType::kU8, {B, 1}), logits(last_.data(), DType::kF32, {B, 1, V});
  for (int64_t t = 0; t < length; ++t) {
    for (size_t row = 0; row < prompts.size(); ++row) {
      tokens[row] =
          sampler.draw(last_.data() + static_cast<int64_t>(row) * V, keys[row].uniform(static_cast<uint64_t>(t)));
      out[row].push_back(tokens[row]);
    }
    if (step) step();
    if (t + 1 < length) stream.next(column, View(), logits);
  }
  return out;
}

}  // namespace undula
