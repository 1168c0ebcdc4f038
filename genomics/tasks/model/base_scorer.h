#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "genomics/tasks/model/language_model.h"
#include "genomics/windows/core_windows.h"

namespace undula {

/// Natural log-likelihoods of the bases of sequences under a language model, in memory that does not depend on how long
/// they are; NaN for an ambiguous base, which nothing is said of.
///
/// Causal models: each base given all before it. Masked models: pseudo-log-likelihoods (Salazar et al. 2020), each base
/// given those around it in a window of the model's, with every seventh base of the window's core masked at once, which
/// is close to the 15 % of training; windows overlap by half.
class BaseScorer {
 public:
  /// Gets the scores of the bases from `begin` on.
  using Emit = std::function<void(int64_t begin, std::span<const float> scores)>;

  explicit BaseScorer(LanguageModel& model) : model_(model) {}

  /// Scores one sequence piece by piece; the scores do not depend (5e-5) on how it is cut. Its first token is at
  /// `first`, which start_of() must have given.
  void score(const NextTokens& source, const Emit& emit, int64_t first = 0);
  /// Scores (one per base) of short sequences, run side by side.
  std::vector<std::vector<float>> score(std::span<const std::vector<uint8_t>> sequences);

  /// Where reading has to begin for the scores of [begin, ...) of a sequence: causal models are given the window before
  /// it, masked ones what they see when the whole sequence is read.
  int64_t start_of(int64_t begin) const;
  /// Where reading may end for the scores of [..., end).
  int64_t end_of(int64_t end) const { return model_.causal() ? end : end + model_.card().window; }

 private:
  void score_causal(const NextTokens& source, const Emit& emit, int64_t first);
  void score_masked(const NextTokens& source, const Emit& emit, int64_t first);
  int64_t hop() const;

  LanguageModel& model_;
};

/// A sequence in memory as the source of its tokens.
NextTokens whole_sequence(std::span<const uint8_t> tokens);

}  // namespace undula
