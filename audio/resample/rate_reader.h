#pragma once
#include <optional>
#include <vector>

#include "audio/io/sound_reader.h"
#include "audio/resample/resampler.h"

namespace undula {

/// A sound at another rate than its own, block by block, in constant memory: a SoundReader and, where the rates differ,
/// a Resampler behind it.
class RateReader {
 public:
  /// Frames come at `rate` a second. Errors: those of SoundReader and Resampler.
  RateReader(SoundReader reader, int rate);

  /// What is read, at its own rate.
  const SoundReader& source() const { return reader_; }
  int channels() const { return reader_.channels(); }
  int rate() const { return rate_; }
  bool resampled() const { return resampler_.has_value(); }

  /// Reads up to `frames` frames to `to` [frames][channels()]; returns how many, fewer than asked only at the end.
  int64_t read(float* to, int64_t frames);

 private:
  SoundReader reader_;
  int rate_;
  std::optional<Resampler> resampler_;
  std::vector<float> block_, waiting_;  // of the source; resampled, not yet read
  size_t next_ = 0;                     // in waiting_
  bool ended_ = false;
};

/// All of a sound at `rate`, its channels interleaved. Errors: those of RateReader.
std::vector<float> read_all(SoundReader reader, int rate);

}  // namespace undula
