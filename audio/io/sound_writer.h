#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/base/random.h"

namespace undula {

/// How samples are stored in WAV; FLAC has no float, Ogg Vorbis codes its own way.
enum class SampleEncoding : uint8_t { kPcm16, kPcm24, kFloat32 };

/// What a sound file to write is like.
struct SoundSpec {
  int rate = 0;      ///< frames a second
  int channels = 1;  ///< samples a frame
  SampleEncoding encoding = SampleEncoding::kPcm16;
  /// Noise for 16 bits: TPDF dither keyed by this; none for samples that had 16 bits before.
  std::optional<RandomKey> dither = {};
};

/// Writes WAV, FLAC or Ogg Vorbis by the suffix of the name (.wav, .flac, .ogg, .oga). The file appears only when it is
/// complete. WAV beyond 4 GB becomes RF64. "-" (stdout) and pipes get WAV with sizes of 0xFFFFFFFF, as players expect
/// of a stream.
///
/// Full scale is 1; integers of b bits are round(x 2^(b-1)), so that int16 samples read as x / 32768 come back exactly.
/// Samples beyond full scale are clipped and counted (32-bit float keeps them).
///
/// Errors: kUsage for another suffix or what the format cannot store; those of AtomicFile.
class SoundWriter {
 public:
  SoundWriter(const std::string& path, const SoundSpec& spec);
  /// Without finish() nothing is left behind.
  ~SoundWriter();
  SoundWriter(SoundWriter&&) noexcept;
  SoundWriter& operator=(SoundWriter&&) noexcept;

  /// Appends `frames` frames of `samples` [frames][channels].
  void write(const float* samples, int64_t frames);

  /// Samples clipped so far.
  int64_t clipped() const;

  /// Completes the file. At most once.
  void finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace undula
