#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "audio/io/sound_format.h"

namespace undula {

/// The frames of a sound file as it stores them, in order, in constant memory. Every format that libsndfile reads: WAV,
/// FLAC, Ogg Vorbis, Opus, MP3, AIFF, AU, CAF, W64, RF64 and others; what it is, is seen from the content. WAV, AU and
/// raw samples come straight from a pipe; of any other format a pipe is first copied to a temporary file.
///
/// Integer samples of b bits are divided by 2^(b-1), so 16 bits come as x / 32768 exactly.
///
/// Errors: those of open_input; kBadInput where it is no sound, is damaged, has no frames or ends before its header
/// says; kUsage for a raw format without a rate. A cut MP3 or Ogg file cannot be told from a short one.
class SoundFile {
 public:
  /// `path` may be "-" for stdin.
  explicit SoundFile(const std::string& path, const std::optional<RawFormat>& raw = std::nullopt);
  ~SoundFile();
  SoundFile(SoundFile&&) noexcept;
  SoundFile& operator=(SoundFile&&) noexcept;

  const SoundFormat& format() const;
  /// The path as given, "stdin" for "-".
  const std::string& name() const;

  /// Reads up to `frames` frames to `to` [frames][format().channels]; returns how many. 0 only at the end.
  int64_t read(float* to, int64_t frames);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// True for the first bytes, twelve or more, of a format that SoundFile reads and that has a mark: WAV, RF64, W64,
/// AIFF, AU, CAF, FLAC, Ogg, MP3.
bool begins_like_sound(std::string_view bytes);

/// True where the file (not a pipe, which would lose its beginning) is one that SoundFile can open by its content, or
/// where its name ends as those of sound files do. Throws nothing.
bool looks_like_sound(const std::string& path);

}  // namespace undula
