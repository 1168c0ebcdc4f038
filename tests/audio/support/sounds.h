#pragma once
#include <string>
#include <vector>

#include "audio/io/sound_reader.h"
#include "audio/io/sound_writer.h"

namespace undula::testing {

/// Every sample of every channel, [frames][channels], read in odd blocks.
inline std::vector<float> read_sound(const std::string& path,
                                     const SoundSelection& selection = {SoundSelection::Channels::kEach, 0, {}, {}},
                                     const std::optional<RawFormat>& raw = std::nullopt) {
  SoundReader reader(path, selection, raw);
  std::vector<float> samples, block(static_cast<size_t>(777 * reader.channels()));
  while (const int64_t frames = reader.read(block.data(), 777)) {
    samples.insert(samples.end(), block.begin(), block.begin() + frames * reader.channels());
  }
  return samples;
}

inline void write_sound(const std::string& path, const SoundSpec& spec, const std::vector<float>& samples) {
  SoundWriter writer(path, spec);
  writer.write(samples.data(), static_cast<int64_t>(samples.size()) / spec.channels);
  writer.finish();
}

/// `count` samples that are whole numbers of 1 / 32768, both ends of the range among them.
inline std::vector<float> int16_samples(int count) {
  std::vector<float> samples = {-1.0f, 32767.0f / 32768};
  for (int i = 2; i < count; ++i) samples.push_back(static_cast<float>(i * 7919 % 65536 - 32768) / 32768);
  samples.resize(static_cast<size_t>(count));
  return samples;
}

}  // namespace undula::testing
