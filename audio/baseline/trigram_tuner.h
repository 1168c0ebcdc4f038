#pragma once
#include "audio/baseline/code_trigram.h"

namespace undula {

/// What a trigram costs on the validation data, in bits a token, beside the shorter contexts.
struct TrigramChoice {
  TrigramSettings settings;     ///< those of the trigram
  CodeTrigram::Chances bits{};  ///< by the unigram, the bigram and the trigram, each with its own best weights
};

/// Chooses the weights of a trigram on validation data, which it takes sound by sound.
class TrigramTuner {
 public:
  /// Every `step`-th token is looked at. `trigram` must outlive the tuner.
  TrigramTuner(const CodeTrigram& trigram, int64_t step);

  void add(std::span<const uint8_t> tokens, uint8_t silence);
  /// The weights with the fewest bits under the trigram, each a power of four. Throws kBadInput where no token was
  /// added.
  TrigramChoice best() const;

 private:
  const CodeTrigram& trigram_;
  std::vector<TrigramSettings> trials_;
  std::vector<CodeTrigram::Chances> bits_;  // of each trial
  int64_t step_, tokens_ = 0;
};

}  // namespace undula
