#pragma once
#include <cstdint>
#include <string>

namespace undula {

/// A place or a span in a sound, in seconds or in samples.
struct SoundTime {
  double seconds = 0;
  int64_t samples = -1;  ///< where it was given in samples; else negative

  /// The nearest frame number at `rate` frames a second.
  int64_t frame(int rate) const;
};

/// Reads "12.5" (seconds), "1:02.5" (minutes and seconds), "1:00:00" (hours too) or "44100s" (samples).
/// Errors: kUsage for anything else, negative values and more than nine million hours.
SoundTime parse_sound_time(const std::string& text);

}  // namespace undula
