#pragma once
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "audio/io/sound_writer.h"

namespace undula::testing {

/// A sine of `hertz` for `seconds`, at half of full scale.
inline std::vector<float> sine(double hertz, double seconds, int rate) {
  std::vector<float> samples(static_cast<size_t>(std::llround(seconds * rate)));
  for (size_t i = 0; i < samples.size(); ++i)
    samples[i] = static_cast<float>(0.5 * std::sin(6.283185307179586 * hertz * static_cast<double>(i) / rate));
  return samples;
}

inline void write_mono(const std::string& path, const std::vector<float>& samples, int rate) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  SoundWriter writer(path, {.rate = rate});
  writer.write(samples.data(), static_cast<int64_t>(samples.size()));
  writer.finish();
}

}  // namespace undula::testing
