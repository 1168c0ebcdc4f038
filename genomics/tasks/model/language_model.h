#pragma once
#include <span>
#include <string>
#include <vector>

#include "core/memory/context.h"
#include "core/model/model_stream.h"
#include "core/model/runner.h"
#include "genomics/tasks/model/language_card.h"
#include "genomics/tokenize/language_tokens.h"

namespace undula {

/// Natural logarithms of the chances of A, C, G and T at each position: (positions, 4). The four chances of a position
/// add up to 1: nothing else can be predicted.
using LogProbabilities = std::vector<float>;

/// A language model of DNA read from a model file, ready to run.
class LanguageModel {
 public:
  /// Reads and checks the file, plans and reserves the memory. Errors: those of read_model and LanguageCard.
  LanguageModel(const std::string& path, const Compute& compute);

  const LanguageCard& card() const { return card_; }
  const ModelFile& file() const { return file_; }
  Context& context() { return ctx_; }
  /// True where a base is predicted from those before it, false where from all others (masked).
  bool causal() const { return file_.model->config().head == HeadKind::kNextToken; }

  /// The chances at every position of sequences of any length. Causal: of base t given the bases before it, the first
  /// given that the sequence begins; the memory does not depend on the lengths. Masked: of what stands at t given the
  /// tokens as they are, so that the caller puts kMaskToken where a base is to be predicted; the memory grows with the
  /// longest sequence. A sequence's result does not depend on the sequences beside it.
  std::vector<LogProbabilities> log_probabilities(std::span<const std::vector<uint8_t>> sequences);

 private:
  friend class LanguageStream;

  void score_causal(std::span<const std::vector<uint8_t>> sequences, std::vector<LogProbabilities>& out);
  void score_masked(std::span<const std::vector<uint8_t>> sequences, std::vector<LogProbabilities>& out);
  void reserve_masked(int64_t length);

  ModelFile file_;
  LanguageCard card_;
  Context ctx_;
  Runner runner_;
  int64_t reserved_length_ = 0;  // masked: the longest sequence that the memory holds
};

/// One long sequence, scored piece by piece by a causal model in memory that does not depend on its length. Streams of
/// one model may take turns.
class LanguageStream {
 public:
  /// `model` must outlive the stream. Throws kUsage where the model is not causal.
  explicit LanguageStream(LanguageModel& model);

  /// The chances at every position of the next piece, given all pieces before: the same, up to rounding (5e-5), however
  /// the sequence is cut.
  LogProbabilities next(std::span<const uint8_t> piece);
  /// A new sequence begins.
  void restart();

 private:
  LanguageModel& model_;
  ModelStream stream_;
  uint8_t before_ = kBeginToken;
};

/// The log-probability of the base `token`; 0 (nothing is said) where it is ambiguous.
inline float log_probability_of(const LogProbabilities& table, int64_t position, uint8_t token) {
  return token < kPredictedTokens ? table[static_cast<size_t>(position * kPredictedTokens + token)] : 0.0F;
}

}  // namespace undula
