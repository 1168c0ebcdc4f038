#include "audio/quantize/sound_codes.h"

#include <cmath>

#include "core/base/error.h"
#include "tests/support/catch.h"

using namespace undula;

TEST_CASE("silence is the code that stands before the first sample") {
  for (const std::string& name : SoundCodes::names()) {
    const SoundCodes codes(name);
    CHECK(codes.name() == name);
    const std::vector<float> silence(3, 0.0F);
    std::vector<uint8_t> tokens = {7};
    codes.encode(silence, tokens);
    REQUIRE(tokens.size() == 1 + 3 * static_cast<size_t>(codes.tokens_per_sample()));
    CHECK(tokens.front() == 7);
    CHECK(tokens.back() == codes.before_first());
    CHECK(codes.decode(tokens.data() + 1) == Approx(0).margin(1e-4));
  }
}

TEST_CASE("16 bits go through two tokens and come back") {
  const SoundCodes codes("linear16");
  std::vector<float> samples;
  for (int i = -32768; i < 32768; i += 77) samples.push_back(static_cast<float>(i) / 32768);
  std::vector<uint8_t> tokens;
  codes.encode(samples, tokens);
  for (size_t i = 0; i < samples.size(); ++i) CHECK(codes.decode(tokens.data() + 2 * i) == samples[i]);
}

TEST_CASE("what streams is coded alike in pieces") {
  std::vector<float> samples;
  for (int i = 0; i < 50; ++i) samples.push_back(static_cast<float>(0.7 * std::sin(0.3 * i)));
  for (const std::string& name : SoundCodes::names()) {
    const SoundCodes codes(name);
    std::vector<uint8_t> whole, pieces;
    codes.encode(samples, whole);
    codes.encode(std::span(samples).first(20), pieces);
    codes.encode(std::span(samples).subspan(20), pieces);
    CHECK((whole == pieces) == codes.streamable());
  }
  CHECK_THROWS_AS(SoundCodes("a-law"), Error);
}
