#include "genomics/tasks/model/base_scorer.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace undula {
namespace {

constexpr int64_t kMaskSpacing = 7;

float score_of(const LogProbabilities& table, int64_t position, uint8_t token) {
  return token < kPredictedTokens ? log_probability_of(table, position, token)
                                  : std::numeric_limits<float>::quiet_NaN();
}

std::vector<float> scores_of(const LogProbabilities& table, std::span<const uint8_t> tokens) {
  std::vector<float> scores(tokens.size());
  for (size_t t = 0; t < tokens.size(); ++t) scores[t] = score_of(table, static_cast<int64_t>(t), tokens[t]);
  return scores;
}

}  // namespace

void BaseScorer::score(const NextTokens& source, const Emit& emit, int64_t first) {
  model_.causal() ? score_causal(source, emit, first) : score_masked(source, emit, first);
}

std::vector<std::vector<float>> BaseScorer::score(std::span<const std::vector<uint8_t>> sequences) {
  std::vector<std::vector<float>> all;
  if (model_.causal()) {
    const std::vector<LogProbabilities> tables = model_.log_probabilities(sequences);
    for (size_t i = 0; i < tables.size(); ++i) all.push_back(scores_of(tables[i], sequences[i]));
    return all;
  }
  for (const std::vector<uint8_t>& tokens : sequences) {
    std::vector<float>& scores = all.emplace_back();
    score_masked(
        whole_sequence(tokens),
        [&](int64_t, std::span<const float> part) { scores.insert(scores.end(), part.begin(), part.end()); }, 0);
  }
  return all;
}

int64_t BaseScorer::start_of(int64_t begin) const {
  const int64_t before = std::max<int64_t>(begin - model_.card().window, 0);
  return model_.causal() ? before : before / hop() * hop();
}

void BaseScorer::score_causal(const NextTokens& source, const Emit& emit, int64_t first) {
  LanguageStream stream(model_);
  for (auto tokens = source(); !tokens.empty(); tokens = source()) {
    emit(first, scores_of(stream.next(tokens), tokens));
    first += static_cast<int64_t>(tokens.size());
  }
}

void BaseScorer::score_masked(const NextTokens& source, const Emit& emit, int64_t first) {
  CoreWindows windows(source, model_.card().window, hop(), first);
  std::vector<float> scores;
  std::vector<std::vector<uint8_t>> masked(kMaskSpacing);
  for (CoreWindow at; windows.next(at);) {
    for (int64_t phase = 0; phase < kMaskSpacing; ++phase) {
      std::vector<uint8_t>& tokens = masked[static_cast<size_t>(phase)];
      tokens.assign(at.tokens.begin(), at.tokens.end());
      for (int64_t t = at.core.begin + phase; t < at.core.end; t += kMaskSpacing)
        tokens[static_cast<size_t>(t - at.window.begin)] = kMaskToken;
    }
    const std::vector<LogProbabilities> tables = model_.log_probabilities(masked);
    scores.clear();
    for (int64_t t = at.core.begin; t < at.core.end; ++t) {
      const int64_t in_window = t - at.window.begin;
      scores.push_back(score_of(tables[static_cast<size_t>((t - at.core.begin) % kMaskSpacing)], in_window,
                                at.tokens[static_cast<size_t>(in_window)]));
    }
    emit(at.core.begin, scores);
  }
}

int64_t BaseScorer::hop() const {
  return std::max<int64_t>(model_.card().window / 2, 1);
}

NextTokens whole_sequence(std::span<const uint8_t> tokens) {
  return [tokens]() mutable { return std::exchange(tokens, {}); };
}

}  // namespace undula
