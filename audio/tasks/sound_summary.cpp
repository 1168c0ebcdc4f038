#include "audio/tasks/sound_summary.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "audio/io/sound_reader.h"

namespace undula {

SoundSummary summarise_sound(const std::string& path, const std::optional<RawFormat>& raw) {
  SoundSelection all;
  all.channels = SoundSelection::Channels::kEach;
  SoundReader reader(path, all, raw);
  SoundSummary summary;
  summary.format = reader.format();
  const double highest = summary.format.bits > 0 ? 1 - std::ldexp(1.0, 1 - summary.format.bits) : 1.0;
  constexpr int64_t kBlock = 4096;  // frames
  std::vector<float> block(static_cast<size_t>(kBlock * reader.channels()));
  double sum = 0, squares = 0;
  while (const int64_t frames = reader.read(block.data(), kBlock)) {
    for (int64_t i = 0; i < frames * reader.channels(); ++i) {
      const double x = block[static_cast<size_t>(i)];
      sum += x;
      squares += x * x;
      summary.peak = std::max(summary.peak, std::fabs(x));
      if (x >= highest || x <= -1) ++summary.clipped;
    }
    summary.frames += frames;
  }
  const double samples = static_cast<double>(summary.frames) * reader.channels();
  summary.rms = std::sqrt(squares / samples);
  summary.mean = sum / samples;
  return summary;
}

}  // namespace undula
