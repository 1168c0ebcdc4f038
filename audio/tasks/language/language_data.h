#pragma once
#include <string>
#include <vector>

#include "audio/quantize/sound_codes.h"
#include "core/data/sample.h"

namespace undula {

/// A recording, or a part of one, as a language model reads it.
struct CodedSound {
  std::string name;  ///< of its file
  Split split = Split::kNone;
  std::string group;  ///< recordings of one group (a speaker) stay together; may be empty
  std::vector<uint8_t> tokens;
};

/// Recordings in memory, one or two bytes a sample, and what each is for.
struct SoundLanguageData {
  SoundCodes codes;
  int rate = 0;                  ///< samples a second
  std::string channel = "mean";  ///< of all; "each" is a recording of its own; or the number of one, from 1
  std::vector<CodedSound> sounds;
  std::vector<std::string> files;  ///< that were read
  int64_t resampled = 0;           ///< recordings whose own rate is another
  std::string held_out;            ///< how it was decided what is for what, in words

  int64_t count(Split split) const;
  int64_t samples(Split split) const;
  std::vector<const CodedSound*> of(Split split) const;
  /// SHA-256 of the tokens of the training data.
  std::string digest() const;
};

/// A recording before it is coded.
struct RecordedSound {
  std::string name, group;
  Split split = Split::kNone;
  std::vector<float> samples;
};

/// Decides what each recording is for, where nothing says so, and codes them. Where some recordings are for training
/// and none for validation, a tenth of the training recordings are, of fewer than ten the last 5 % of each. Where
/// nothing is said of any, a tenth of the recordings are for validation and a tenth for test, of fewer than ten the
/// last 10 % of each for test and the 5 % before for validation. Recordings of one group, and copies, stay together.
void hold_out(std::vector<RecordedSound> recordings, uint64_t seed, SoundLanguageData& data);

}  // namespace undula
