#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audio/io/sound_file.h"
#include "audio/io/time_text.h"

namespace undula {

/// What to read of a sound.
struct SoundSelection {
  enum class Channels : uint8_t { kMean, kOne, kEach };
  Channels channels = Channels::kMean;
  int channel = 0;                    ///< the one, counted from 0
  std::optional<SoundTime> start;     ///< none: the beginning
  std::optional<SoundTime> duration;  ///< none: to the end; an end beyond the sound's is its end
};

/// The channels that a text names: "mean", "each", or the number of one from 1. Throws kUsage for any other.
SoundSelection select_channels(const std::string& text);

/// The chosen part of a sound, block by block, in constant memory.
///
/// Errors: those of SoundFile; kUsage for a channel that is not there and a start behind the end; kBadInput for samples
/// that are not finite numbers.
class SoundReader {
 public:
  /// `path` may be "-" for stdin.
  explicit SoundReader(const std::string& path, const SoundSelection& selection = {},
                       const std::optional<RawFormat>& raw = std::nullopt);

  const SoundFormat& format() const { return file_.format(); }
  const std::string& name() const { return file_.name(); }
  /// Samples a frame that read() delivers: 1, or all for kEach.
  int channels() const;

  /// Reads up to `frames` frames to `to` [frames][channels()]; returns how many. 0 only at the end.
  int64_t read(float* to, int64_t frames);

  /// Where the next frame lies in the sound, counted from its beginning.
  int64_t position() const { return position_; }

 private:
  int64_t read_stored(float* to, int64_t frames);
  void skip_to_start();

  SoundFile file_;
  SoundSelection selection_;
  int64_t position_ = 0;
  int64_t end_;
  std::vector<float> stored_;  // [block][stored channels]
};

}  // namespace undula
