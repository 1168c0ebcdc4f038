#pragma once
#include <cstdint>
#include <string>

#include "audio/tasks/labelled/sound_rows.h"
#include "audio/tasks/language/language_data.h"

namespace undula {

struct LanguageSoundOptions {
  SoundRowOptions rows;  ///< which sounds; labels are not needed
  SoundCodes codes;
  int64_t rate = 0;              ///< samples a second; 0: the lowest of the recordings that are not held out
  std::string channel = "mean";  ///< of all; "each" is a recording of its own; or the number of one, from 1
  uint64_t seed = 0;
  bool judge_all = false;  ///< every recording is for test, whatever the data say
};

/// Reads recordings at one rate, decides what each is for (hold_out) and codes them. Errors: those of read_sound_rows
/// and SoundReader; kBadInput where nothing is left to train on, unless all is judged.
SoundLanguageData load_language_sounds(LanguageSoundOptions options);

}  // namespace undula
