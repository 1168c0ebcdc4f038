#pragma once
#include <optional>
#include <string>

#include "audio/baseline/code_trigram.h"
#include "audio/tasks/language/language_data.h"
#include "audio/tasks/language/language_model.h"
#include "core/train/paired_bits.h"

namespace undula {

/// How a language model of sound does on recordings, in bits a sample.
struct SoundLanguageEvaluation {
  std::string split;
  int64_t recordings = 0, samples = 0;
  bool baseline = false;  ///< the model's file holds a trigram
  PairedBits bits;
};

/// Scores the recordings of a split, each from its beginning, beside the trigram of the model's file. Intervals come
/// from resampling recordings, model and trigram together (paired). Throws kUsage where the split is empty.
SoundLanguageEvaluation evaluate_sound_language(SoundLanguageModel& model, const SoundLanguageData& data, Split split,
                                                int resamples, uint64_t seed);

}  // namespace undula
