#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "audio/io/sound_reader.h"
#include "audio/tasks/language/language_model.h"

namespace undula {

/// Bits of a stretch of a sound.
struct SoundScore {
  std::string file;
  int channel = 0;            ///< from 1; 0: the mean of all
  int64_t start_sample = 0;   ///< of the file, at its own rate
  int64_t end_sample = 0;     ///<
  double start = 0, end = 0;  ///< seconds
  int64_t samples = 0;        ///< that were scored, at the model's rate
  double bits = 0;            ///< a sample, on average
  double background = 0;      ///< the same by the background model; 0 without one
  /// How far the bits are from those of the training data, either way.
  double typicality(const SoundLanguageCard& card) const;
};

/// What a scored sound was like.
struct ScoredSound {
  int rate = 0;                   ///< its own
  std::vector<SoundScore> whole;  ///< one a channel
};

/// What happens with a sound while it is scored. Each may be empty.
struct ScoreObserver {
  std::function<void(const SoundScore&)> second;  ///< after each second of each channel, in order
  /// Samples of the first channel at the model's rate, and bits for each of them.
  std::function<void(std::span<const float> samples, std::span<const double> bits)> samples;
  /// After it was opened: what it is, before it is resampled.
  std::function<void(const SoundReader&)> opened;
};

/// Scores sounds with a language model in memory that does not depend on their lengths, sums in float64.
class ScoreSoundTask {
 public:
  /// `background` may be null; it must have the same rate and codes (kUsage).
  ScoreSoundTask(SoundLanguageModel& model, SoundLanguageModel* background);

  /// Reads a sound to its end. Codes that need the whole of it (SoundCodes::streamable) hold it in memory. Errors:
  /// those of SoundReader.
  ScoredSound run(SoundReader reader, const SoundSelection& selection, const ScoreObserver& observer);

 private:
  SoundLanguageModel& model_;
  SoundLanguageModel* background_;
};

}  // namespace undula
