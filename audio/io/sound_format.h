#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace undula {

/// Samples without a header: how they are coded and how many there are a second.
struct RawFormat {
  enum class Encoding : uint8_t { kS16le, kF32le };
  Encoding encoding = Encoding::kS16le;
  int rate = 0;      ///< frames a second
  int channels = 1;  ///< samples a frame
};

/// What a sound file is, from its content.
struct SoundFormat {
  std::string container;  ///< for example "WAV (Microsoft)"
  std::string encoding;   ///< for example "Signed 16 bit PCM"
  int rate = 0;           ///< frames a second
  int channels = 0;       ///< samples a frame
  int bits = 0;           ///< of an integer sample; 0 for floating point and lossy codecs
  /// Frames according to the header, which may be wrong; none where it says nothing.
  std::optional<int64_t> stated_frames;
};

}  // namespace undula
