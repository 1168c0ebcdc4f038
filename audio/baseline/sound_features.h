#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace undula {

/// What a simple classifier sees of a sound.
enum class SoundFeatures : uint8_t {
  kSpectrum,  ///< mean and spread over time of the level in each of 32 bands on the mel scale, and the duration
  kDuration,  ///< the duration alone: seconds and their logarithm
};

/// "levels in mel bands and duration", "duration".
std::string title_of(SoundFeatures features);
/// How many numbers they are.
int64_t count_of(SoundFeatures features);
/// The numbers of one sound at `rate` samples a second. An empty sound is one of silence.
std::vector<float> sound_features(SoundFeatures features, std::span<const float> samples, int64_t rate);

}  // namespace undula
