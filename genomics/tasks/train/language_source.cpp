#include "genomics/tasks/train/language_source.h"

#include <algorithm>
#include <utility>

#include "genomics/tokenize/language_tokens.h"

namespace undula {
namespace {

constexpr uint64_t kMaskStream = 0x6d61736b;  // sets these random numbers apart from others of the same seed
// Devlin et al. 2018, section 3.1.
constexpr double kAsked = 0.15, kMasked = 0.8, kReplaced = 0.1;

}  // namespace

LanguageSource::LanguageSource(std::vector<std::unique_ptr<GenomeWindowSource>> genomes,
                               const LanguageObjective& objective)
    : genomes_(std::move(genomes)), objective_(objective) {
  int64_t end = 0;
  for (const auto& genome : genomes_) {
    ends_.push_back(end += genome->size());
    max_length_ = std::max(max_length_, genome->max_length());
  }
}

LanguageSource::Place LanguageSource::place(int64_t i) const {
  const auto genome = static_cast<size_t>(std::upper_bound(ends_.begin(), ends_.end(), i) - ends_.begin());
  return {*genomes_[genome], genome == 0 ? i : i - ends_[genome - 1]};
}

int64_t LanguageSource::length(int64_t pass, int64_t i) const {
  const Place at = place(i);
  return at.genome.length(pass, at.window);
}

void LanguageSource::get(int64_t pass, int64_t i, Sample& out) const {
  const Place at = place(i);
  thread_local WindowBases bases;
  const GenomePlace from = at.genome.read(pass, at.window, bases);
  out.group = at.genome.genome().contig_name(from.interval.contig);
  out.targets.resize(bases.tokens.size());
  out.target_weights.resize(bases.tokens.size());
  for (size_t t = 0; t < bases.tokens.size(); ++t) {
    out.targets[t] = bases.tokens[t] < kPredictedTokens ? bases.tokens[t] : -1;
    out.target_weights[t] = bases.soft_masked[t] != 0 ? static_cast<float>(objective_.soft_mask_weight) : 1.0F;
  }
  if (objective_.head == HeadKind::kNextToken) {
    out.tokens = shifted(bases.tokens);
    return;
  }
  out.tokens = bases.tokens;
  const RandomKey key = RandomKey(objective_.seed).fold(kMaskStream);
  mask(key.fold(static_cast<uint64_t>(pass)).fold(static_cast<uint64_t>(i)), out);
}

void LanguageSource::mask(const RandomKey& key, Sample& out) const {
  for (size_t t = 0; t < out.tokens.size(); ++t) {
    if (out.targets[t] < 0) continue;
    if (key.uniform(3 * t) >= kAsked) {
      out.targets[t] = -1;
      continue;
    }
    const double how = key.uniform(3 * t + 1);
    if (how < kMasked) {
      out.tokens[t] = kMaskToken;
    } else if (how < kMasked + kReplaced) {
      out.tokens[t] = static_cast<uint8_t>(key.below(3 * t + 2, kPredictedTokens));
    }
  }
}

int64_t LanguageSource::skipped() const {
  int64_t skipped = 0;
  for (const auto& genome : genomes_) skipped += genome->skipped();
  return skipped;
}

}  // namespace undula
