#include "audio/resample/resampler.h"

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/base/error.h"
#include "tests/support/catch.h"

using namespace undula;

namespace {

std::vector<float> tone(int rate, double hertz, int64_t frames, int channels = 1) {
  std::vector<float> samples;
  for (int64_t t = 0; t < frames; ++t) {
    for (int c = 0; c < channels; ++c) {
      samples.push_back(
          static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(t) / rate + c)));
    }
  }
  return samples;
}

std::vector<float> resampled(const std::vector<float>& in, int from, int to, int channels, size_t block) {
  Resampler resampler(from, to, channels);
  std::vector<float> out;
  const auto take = [&](std::span<const float> part) { out.insert(out.end(), part.begin(), part.end()); };
  const size_t step = block * static_cast<size_t>(channels);
  for (size_t at = 0; at < in.size(); at += step) {
    take(resampler.push(std::span(in).subspan(at, std::min(step, in.size() - at))));
  }
  take(resampler.finish());
  return out;
}

/// Signal over deviation from the same tone at the new rate, in dB, away from the ends.
double tone_snr(int from, int to, double hertz) {
  const std::vector<float> out = resampled(tone(from, hertz, from), from, to, 1, 1000);
  const std::vector<float> want = tone(to, hertz, to);
  double signal = 0, noise = 0;
  for (size_t t = want.size() / 10; t < want.size() * 9 / 10; ++t) {
    signal += std::pow(want[t], 2);
    noise += std::pow(out[t] - want[t], 2);
  }
  return 10 * std::log10(signal / noise);
}

}  // namespace

TEST_CASE("a resampled tone is the tone at the new rate") {
  CHECK(tone_snr(44100, 16000, 1000) > 100);
  CHECK(tone_snr(8000, 16000, 1000) > 100);
  CHECK(tone_snr(48000, 44100, 997) > 100);
}

TEST_CASE("resampling keeps the exact length, whatever the blocks") {
  for (const auto& [from, to, frames] : std::vector<std::array<int, 3>>{{44100, 16000, 1},
                                                                        {44100, 16000, 44101},
                                                                        {8000, 48000, 777},
                                                                        {768000, 8000, 100001},
                                                                        {1, 100, 5},
                                                                        {16000, 16000, 99}}) {
    INFO(from << " to " << to << ", " << frames << " frames");
    const std::vector<float> in = tone(from, 0.01 * from, frames, 2);
    const std::vector<float> whole = resampled(in, from, to, 2, static_cast<size_t>(frames));
    CHECK(static_cast<int64_t>(whole.size()) == 2 * std::llround(static_cast<double>(frames) * to / from));
    CHECK(resampled(in, from, to, 2, 7) == whole);
  }
}

TEST_CASE("silence stays silence and rates below one are refused") {
  for (const float x : resampled(std::vector<float>(5000, 0.0f), 44100, 16000, 1, 512)) REQUIRE(x == 0);
  CHECK_THROWS_AS(Resampler(0, 16000, 1), Error);
  CHECK_THROWS_AS(Resampler(16000, 16000, 0), Error);
}
