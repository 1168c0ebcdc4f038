#include "audio/tasks/language/language_model.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "audio/baseline/code_counts.h"
#include "core/base/error.h"

namespace undula {
namespace {

constexpr int64_t kPiece = 2048;  // tokens

View logits_of(Context& ctx, int64_t length) {
  return ctx.scratch({1, length, kCodes}, DType::kF32);
}

/// -log2 of the chance of `token`, in float64.
double bits_of(const float* logits, uint8_t token) {
  const double top = *std::max_element(logits, logits + kCodes);
  double sum = 0;
  for (int64_t c = 0; c < kCodes; ++c) sum += std::exp(logits[c] - top);
  return (top + std::log(sum) - logits[token]) / std::numbers::ln2;
}

}  // namespace

SoundLanguageModel::SoundLanguageModel(const std::string& path, const Compute& compute)
    : file_(read_model(path)), card_(SoundLanguageCard::load(file_)), ctx_(compute) {
  {
    ScratchScope scope(ctx_);
    logits_of(ctx_, kPiece);
    ModelStream::plan(ctx_, *file_.model, 1, kPiece);
  }
  ctx_.arena().reserve();
}

SoundBits::SoundBits(SoundLanguageModel& model)
    : model_(model), stream_(model.ctx_, *model.file_.model, 1), before_(model.card_.codes.before_first()) {}

void SoundBits::restart() {
  stream_.restart();
  before_ = model_.card_.codes.before_first();
}

void SoundBits::next(std::span<const uint8_t> tokens, std::vector<double>& bits) {
  const auto each = static_cast<size_t>(model_.card_.codes.tokens_per_sample());
  require(tokens.size() % each == 0, "sound_bits", "pieces are whole samples");
  const size_t first = bits.size();
  bits.resize(first + tokens.size() / each, 0.0);
  for (size_t begin = 0; begin < tokens.size(); begin += kPiece) {
    const auto part = tokens.subspan(begin, std::min<size_t>(kPiece, tokens.size() - begin));
    const auto length = static_cast<int64_t>(part.size());
    inputs_.assign(1, before_);
    inputs_.insert(inputs_.end(), part.begin(), part.end() - 1);
    before_ = part.back();
    ScratchScope scope(model_.ctx_);
    const View logits = logits_of(model_.ctx_, length);
    stream_.next(View(inputs_.data(), DType::kU8, {1, length}), View(), logits);
    Buffer keep;
    const float* read = on_host(logits, keep).as<float>();
    model_.ctx_.pool().parallel_for(length / static_cast<int64_t>(each), 64, [&](int64_t from, int64_t to) {
      for (auto i = static_cast<size_t>(from); i < static_cast<size_t>(to); ++i) {
        double& sum = bits[first + begin / each + i];
        for (size_t t = i * each; t < (i + 1) * each; ++t)
          sum += bits_of(read + static_cast<int64_t>(t) * kCodes, part[t]);
      }
    });
  }
}

}  // namespace undula
