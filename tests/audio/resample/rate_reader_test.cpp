#include "audio/resample/rate_reader.h"

#include <cmath>

#include "tests/audio/support/sounds.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

TEST_CASE("a sound at its own rate is itself, and at another what the resampler makes of it") {
  const TempFolder folder;
  const std::string path = folder.path() / "a.wav";
  std::vector<float> samples;
  for (int i = 0; i < 10'000; ++i)
    samples.push_back(static_cast<float>(std::lround(8000 * std::sin(0.05 * i))) / 32768);
  write_sound(path, {.rate = 8000}, samples);
  CHECK(read_all(SoundReader(path), 8000) == samples);

  for (const int rate : {16000, 11025, 4000}) {
    Resampler resampler(8000, rate, 1);
    const auto made = resampler.push(samples);
    std::vector<float> expected(made.begin(), made.end());
    const auto rest = resampler.finish();
    expected.insert(expected.end(), rest.begin(), rest.end());
    CHECK(read_all(SoundReader(path), rate) == expected);

    RateReader reader(SoundReader(path), rate);
    CHECK(reader.resampled());
    std::vector<float> odd, block(333);
    while (const int64_t got = reader.read(block.data(), 333))
      odd.insert(odd.end(), block.begin(), block.begin() + got);
    CHECK(odd == expected);
  }
}
