#include "genomics/tasks/score/mutagenesis.h"

#include <algorithm>

#include "core/base/error.h"
#include "genomics/tasks/score/change_windows.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"
#include "genomics/windows/region.h"

namespace undula {
namespace {

constexpr uint8_t kBases = 4;
constexpr size_t kPositionsAtOnce = 16;
constexpr int64_t kPieceBases = 1 << 20;  // of the region, held at once

/// Calls `change` with every base but `ref`.
template <class Change>
void for_each_alternative(uint8_t ref, Change change) {
  for (uint8_t base = 0; base < kBases; ++base) {
    if (base != ref) change(base);
  }
}

/// Gives what waits its effects, in the order of for_each_alternative(), and emits it.
void emit_all(std::vector<BaseEffects>& waiting, const std::vector<double>& values, const EmitEffects& emit) {
  auto next = values.begin();
  for (BaseEffects& effects : waiting) {
    for_each_alternative(effects.ref, [&](uint8_t base) { effects.effect[base] = *next++; });
    emit(effects);
  }
  waiting.clear();
}

}  // namespace

void mutate_region(LanguageModel& model, const MutagenesisRegion& region, int64_t window, bool both_strands,
                   const EmitEffects& emit) {
  ChangeScorer scorer(model, both_strands);
  std::vector<BaseEffects> waiting;
  std::vector<SequenceChange> changes;
  const auto score = [&] {
    emit_all(waiting, scorer.score(changes), emit);
    changes.clear();
  };
  for (int64_t piece = region.part.begin; piece < region.part.end; piece += kPieceBases) {
    const int64_t end = std::min(piece + kPieceBases, region.part.end);
    const std::vector<uint8_t> tokens = tokenize(region.reference.fetch(region.contig, piece, end));
    for (int64_t position = piece; position < end; ++position) {
      const uint8_t ref = tokens[static_cast<size_t>(position - piece)];
      if (ref >= kBases) continue;
      waiting.push_back({position, ref});
      for_each_alternative(ref, [&](uint8_t base) {
        changes.push_back(change_in_window(region.reference, region.contig, {position, {ref}, {base}}, window));
      });
      if (waiting.size() == kPositionsAtOnce) score();
    }
  }
  score();
}

ClassifierMutagenesis::ClassifierMutagenesis(Classifier& classifier, const MutagenesisRegion& region,
                                             std::optional<int64_t> target)
    : classifier_(classifier),
      begin_(region.part.begin),
      tokens_(tokenize(region.reference.fetch(region.contig, region.part.begin, region.part.end))) {
  const auto classes = static_cast<size_t>(classifier.classes());
  std::vector<double> sum(classes, 0.0);
  int64_t valid = 0;
  const int64_t count = count_windows(static_cast<int64_t>(tokens_.size()), classifier.card().window);
  for (int64_t i = 0; i < count; ++i) {
    const std::vector<uint8_t> tokens = tokens_of(window(i));
    const std::vector<double> logits = classifier.logits({&tokens, 1});
    const int64_t weight = count_valid(tokens);
    valid += weight;
    for (size_t c = 0; c < classes; ++c) sum[c] += static_cast<double>(weight) * logits[c];
    logits_.insert(logits_.end(), logits.begin(), logits.end());
  }
  if (valid == 0)
    throw Error(ErrorKind::kBadInput, "the region holds no unambiguous base",
                region_text(region.reference.contig_name(region.contig), region.part));
  target_ = target ? *target : std::max_element(sum.begin(), sum.end()) - sum.begin();
}

void ClassifierMutagenesis::run(const EmitEffects& emit) {
  std::vector<BaseEffects> waiting;
  std::vector<std::vector<uint8_t>> changed;
  const auto classes = static_cast<size_t>(classifier_.classes()), target = static_cast<size_t>(target_);
  int64_t next = 0;
  for (int64_t i = 0; next < static_cast<int64_t>(tokens_.size()); ++i) {
    const Window part = window(i);
    const double before = logits_[static_cast<size_t>(i) * classes + target];
    const auto score = [&] {
      const std::vector<double> logits = classifier_.logits(changed);
      std::vector<double> grown(changed.size());
      for (size_t row = 0; row < grown.size(); ++row) grown[row] = logits[row * classes + target] - before;
      emit_all(waiting, grown, emit);
      changed.clear();
    };
    for (; next < part.end; ++next) {
      const uint8_t ref = tokens_[static_cast<size_t>(next)];
      if (ref >= kBases) continue;
      waiting.push_back({begin_ + next, ref});
      for_each_alternative(ref, [&](uint8_t base) {
        changed.push_back(tokens_of(part));
        changed.back()[static_cast<size_t>(next - part.begin)] = base;
      });
      if (waiting.size() == kPositionsAtOnce) score();
    }
    score();
  }
}

Window ClassifierMutagenesis::window(int64_t i) const {
  return window_at(static_cast<int64_t>(tokens_.size()), classifier_.card().window, i);
}

std::vector<uint8_t> ClassifierMutagenesis::tokens_of(const Window& part) const {
  return {tokens_.begin() + part.begin, tokens_.begin() + part.end};
}

}  // namespace undula
