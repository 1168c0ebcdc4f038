#include "audio/tasks/language/score_sound.h"

#include <cmath>
#include <numeric>

#include "audio/tasks/language/evaluate_sound_language.h"
#include "core/base/error.h"
#include "tests/audio/support/sound_models.h"
#include "tests/audio/support/sounds.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

namespace {

std::vector<float> tone(int count) {
  std::vector<float> samples;
  for (int i = 0; i < count; ++i) samples.push_back(static_cast<float>(0.4 * std::sin(0.07 * i) + 0.1 * std::sin(i)));
  return samples;
}

}  // namespace

TEST_CASE("a sound's bits are the sum over its chunks, whatever the cut") {
  const TempFolder folder;
  const std::string path = folder.path() / "m.safetensors";
  for (const char* codes : {"mu-law", "linear8", "linear16"}) {
    write_sound_model(path, SoundCodes(std::string(codes)));
    SoundLanguageModel model(path, 2);
    std::vector<uint8_t> tokens;
    model.card().codes.encode(tone(6000), tokens);
    std::vector<double> whole;
    SoundBits scorer(model);
    scorer.next(tokens, whole);
    REQUIRE(whole.size() == 6000);
    const double mean = std::accumulate(whole.begin(), whole.end(), 0.0) / 6000;
    CHECK(mean > 0);
    for (const size_t chunk : {size_t{2}, size_t{90}, size_t{1000}, size_t{4096}}) {
      if (chunk == 2 && std::string(codes) != "linear16") continue;
      std::vector<double> bits;
      SoundBits pieces(model);
      for (size_t begin = 0; begin < tokens.size(); begin += chunk)
        pieces.next(std::span(tokens).subspan(begin, std::min(chunk, tokens.size() - begin)), bits);
      CHECK(std::accumulate(bits.begin(), bits.end(), 0.0) / 6000 == Approx(mean).margin(1e-4));
    }
    scorer.restart();
    std::vector<double> again;
    scorer.next(tokens, again);
    CHECK(again == whole);
  }
}

TEST_CASE("seconds of a file add up to the whole, and lie where they are in the file") {
  const TempFolder folder;
  const std::string path = folder.path() / "m.safetensors", sound = folder.path() / "s.wav";
  write_sound_model(path);
  SoundLanguageModel model(path, 1);
  write_sound(sound, {.rate = 16000, .channels = 2}, tone(2 * 40'000));
  SoundSelection each;
  each.channels = SoundSelection::Channels::kEach;
  each.start = SoundTime{.samples = 1000};
  std::vector<SoundScore> seconds;
  int64_t drawn = 0;
  ScoreObserver observer;
  observer.second = [&](const SoundScore& score) { seconds.push_back(score); };
  observer.samples = [&](std::span<const float> samples, std::span<const double> bits) {
    CHECK(samples.size() == bits.size());
    drawn += static_cast<int64_t>(samples.size());
  };
  const ScoredSound scored = ScoreSoundTask(model, nullptr).run(SoundReader(sound, each), each, observer);
  REQUIRE(scored.whole.size() == 2);
  CHECK(drawn == 19'500);
  REQUIRE(seconds.size() == 6);
  CHECK(seconds[2].channel == 1);
  CHECK(seconds[2].start_sample == 17'000);
  CHECK(seconds[2].end_sample == 33'000);
  CHECK(seconds[5].end_sample == 40'000);
  CHECK(seconds[5].end == Approx(2.5));
  for (int channel = 1; channel <= 2; ++channel) {
    double bits = 0;
    int64_t samples = 0;
    for (const SoundScore& second : seconds) {
      if (second.channel != channel) continue;
      bits += second.bits * static_cast<double>(second.samples);
      samples += second.samples;
    }
    const SoundScore& whole = scored.whole[static_cast<size_t>(channel - 1)];
    CHECK(whole.samples == samples);
    CHECK(whole.bits == Approx(bits / static_cast<double>(samples)));
    CHECK(whole.typicality(model.card()) == Approx(std::abs(whole.bits - 5)));
  }
}

TEST_CASE("silence and clipped sound have finite bits, and a background model is subtracted") {
  const TempFolder folder;
  const std::string path = folder.path() / "m.safetensors", other = folder.path() / "o.safetensors";
  write_sound_model(path);
  write_sound_model(other, SoundCodes(), 8000, 4);
  SoundLanguageModel model(path, 1), background(other, 1);
  for (const float level : {0.0F, 1.0F}) {
    const std::string sound = folder.path() / "s.wav";
    write_sound(sound, {.rate = 8000}, std::vector<float>(9000, level));
    const SoundScore score = ScoreSoundTask(model, &background).run(SoundReader(sound), {}, {}).whole[0];
    CHECK(std::isfinite(score.bits));
    CHECK(std::isfinite(score.background));
    CHECK(score.background != score.bits);
    CHECK(ScoreSoundTask(background, nullptr).run(SoundReader(sound), {}, {}).whole[0].bits ==
          Approx(score.background));
  }
  write_sound_model(other, SoundCodes(), 16000);
  SoundLanguageModel faster(other, 1);
  CHECK_THROWS_AS(ScoreSoundTask(model, &faster), Error);
}

TEST_CASE("an evaluation weighs recordings by their samples") {
  const TempFolder folder;
  const std::string path = folder.path() / "m.safetensors";
  write_sound_model(path);
  SoundLanguageModel model(path, 1);
  SoundLanguageData data;
  std::vector<double> all;
  for (const int count : {100, 3000, 777}) {
    std::vector<uint8_t> tokens;
    data.codes.encode(tone(count), tokens);
    SoundBits(model).next(tokens, all);
    data.sounds.push_back({"s", Split::kTest, "", tokens});
  }
  const SoundLanguageEvaluation found = evaluate_sound_language(model, data, Split::kTest, 100, 1);
  CHECK(found.recordings == 3);
  CHECK(found.samples == 3877);
  CHECK(!found.baseline);
  CHECK(found.bits.model.value == Approx(std::accumulate(all.begin(), all.end(), 0.0) / 3877));
  CHECK(found.bits.model.low <= found.bits.model.value);
  CHECK_THROWS_AS(evaluate_sound_language(model, data, Split::kValid, 100, 1), Error);
}
