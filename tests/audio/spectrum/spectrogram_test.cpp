#include "audio/spectrum/spectrogram.h"

#include "tests/support/catch.h"

using namespace undula;

TEST_CASE("means of stretches are those of their numbers, in bounded memory") {
  StretchMeans means(1, 8);
  for (int i = 0; i < 1000; ++i) {
    const auto value = static_cast<float>(i);
    means.add({&value, 1});
  }
  const std::vector<float> got = means.means();
  CHECK(means.stretch() == 128);
  REQUIRE(got.size() == 8);
  CHECK(got[0] == Approx(63.5));
  CHECK(got[7] == Approx((896 + 999) / 2.0));
}

TEST_CASE("a spectrogram does not depend on the cut") {
  std::vector<float> samples;
  for (int i = 0; i < 5000; ++i) samples.push_back(static_cast<float>(i * 7919 % 1000) / 1000);
  Spectrogram whole(8000, 16), pieces(8000, 16);
  whole.add(samples);
  for (size_t begin = 0; begin < samples.size(); begin += 100) pieces.add(std::span(samples).subspan(begin, 100));
  CHECK(whole.powers() == pieces.powers());
  CHECK(whole.bins() == 129);
  CHECK(whole.powers().size() / 129 <= 16);
}
