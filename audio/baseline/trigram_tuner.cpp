#include "audio/baseline/trigram_tuner.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace undula {
namespace {

constexpr double kHighest = 65536;

}  // namespace

TrigramTuner::TrigramTuner(const CodeTrigram& trigram, int64_t step) : trigram_(trigram), step_(step) {
  for (double bigram = 1; bigram <= kHighest; bigram *= 4)
    for (double trigram_weight = 1; trigram_weight <= kHighest; trigram_weight *= 4)
      trials_.push_back({bigram, trigram_weight});
  bits_.resize(trials_.size());
}

void TrigramTuner::add(std::span<const uint8_t> tokens, uint8_t silence) {
  for_each_code(tokens, silence, [&](size_t i, uint8_t a, uint8_t b, uint8_t c) {
    if (static_cast<int64_t>(i) % step_ != 0) return;
    ++tokens_;
    const CodeTrigram::Seen seen = trigram_.seen(a, b, c);
    for (size_t trial = 0; trial < trials_.size(); ++trial) {
      const CodeTrigram::Chances p = CodeTrigram::chances(seen, trials_[trial]);
      for (size_t order = 0; order < p.size(); ++order) bits_[trial][order] -= std::log2(p[order]);
    }
  });
}

TrigramChoice TrigramTuner::best() const {
  if (tokens_ == 0) throw Error(ErrorKind::kBadInput, "no validation data to tune a trigram on");
  const auto found =
      std::min_element(bits_.begin(), bits_.end(), [](const auto& a, const auto& b) { return a.back() < b.back(); });
  TrigramChoice choice{trials_[static_cast<size_t>(found - bits_.begin())], *found};
  for (size_t order = 0; order < choice.bits.size(); ++order) {
    for (const CodeTrigram::Chances& bits : bits_) choice.bits[order] = std::min(choice.bits[order], bits[order]);
    choice.bits[order] /= static_cast<double>(tokens_);
  }
  return choice;
}

}  // namespace undula
