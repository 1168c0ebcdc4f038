#include "audio/baseline/sound_features.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "audio/spectrum/power_spectrum.h"
#include "core/nn/filter_bank.h"

namespace undula {
namespace {

constexpr int64_t kBands = 32;
constexpr double kFrame = 0.032, kHop = 0.016;  // seconds
constexpr double kFloor = 1e-8;                 // of a power

void append_duration(size_t samples, int64_t rate, std::vector<float>& to) {
  const double seconds = static_cast<double>(samples) / static_cast<double>(rate);
  to.push_back(static_cast<float>(seconds));
  to.push_back(static_cast<float>(std::log(std::max(seconds, 1e-3))));
}

}  // namespace

std::string title_of(SoundFeatures features) {
  return features == SoundFeatures::kDuration ? "duration" : "levels in mel bands and duration";
}

int64_t count_of(SoundFeatures features) {
  return features == SoundFeatures::kDuration ? 2 : 2 * kBands + 2;
}

std::vector<float> sound_features(SoundFeatures features, std::span<const float> samples, int64_t rate) {
  std::vector<float> out;
  if (features == SoundFeatures::kDuration) {
    append_duration(samples.size(), rate, out);
    return out;
  }
  const auto wanted = static_cast<unsigned>(std::max(kFrame * static_cast<double>(rate), 4.0));
  const auto width = static_cast<int64_t>(std::bit_ceil(wanted));
  const auto hop = std::max<int64_t>(static_cast<int64_t>(kHop * static_cast<double>(rate)), 1);
  const std::vector<double> bands = mel_bands({kBands, width, rate});
  PowerSpectrum spectrum(static_cast<int>(width));
  std::vector<float> frame(static_cast<size_t>(width)), powers(static_cast<size_t>(spectrum.bins()));
  std::vector<double> sums(kBands), squares(kBands);
  const auto length = static_cast<int64_t>(samples.size());
  int64_t frames = 0;
  for (int64_t begin = 0; begin == 0 || begin + width <= length; begin += hop, ++frames) {
    std::fill(frame.begin(), frame.end(), 0.0F);
    std::copy_n(samples.begin() + begin, std::min(width, length - begin), frame.begin());
    spectrum.powers(frame, powers);
    for (int64_t c = 0; c < kBands; ++c) {
      double power = 0;
      for (size_t k = 0; k < powers.size(); ++k) power += bands[static_cast<size_t>(c) * powers.size() + k] * powers[k];
      const double level = std::log(power + kFloor);
      sums[static_cast<size_t>(c)] += level;
      squares[static_cast<size_t>(c)] += level * level;
    }
  }
  const auto n = static_cast<double>(frames);
  for (const double sum : sums) out.push_back(static_cast<float>(sum / n));
  for (size_t c = 0; c < sums.size(); ++c) {
    const double mean = sums[c] / n;
    out.push_back(static_cast<float>(std::sqrt(std::max(squares[c] / n - mean * mean, 0.0))));
  }
  append_duration(samples.size(), rate, out);
  return out;
}

}  // namespace undula
