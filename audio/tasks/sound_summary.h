#pragma once
#include <cstdint>

#include "audio/io/sound_format.h"

namespace undula {

/// What a sound file holds, over all its channels.
struct SoundSummary {
  SoundFormat format;
  int64_t frames = 0;   ///< as read, whatever the header states
  double peak = 0;      ///< largest magnitude; 1 is full scale
  double rms = 0;       ///< root of the mean square
  double mean = 0;      ///< DC offset
  int64_t clipped = 0;  ///< samples at full scale
  double seconds() const { return static_cast<double>(frames) / format.rate; }
};

/// Reads the whole file; "-" is standard input. Errors: those of SoundReader.
SoundSummary summarise_sound(const std::string& path, const std::optional<RawFormat>& raw = std::nullopt);

}  // namespace undula
