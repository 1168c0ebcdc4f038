#include "audio/windows/sound_source.h"

#include "tests/support/catch.h"

using namespace undula;

namespace {

Dataset two_sounds() {
  Dataset dataset;
  dataset.classes = {"a", "b"};
  for (int64_t length : {100, 1000}) {
    Sample sample;
    for (int64_t i = 0; i < length; ++i) sample.values.push_back(static_cast<float>(i) / 1000);
    sample.split = Split::kTrain;
    dataset.samples.push_back(sample);
  }
  return dataset;
}

constexpr Augmentation kNone{0, 0, 0, 0};

}  // namespace

TEST_CASE("long sounds are read in windows: anew in each pass of training, evenly for evaluation") {
  const Dataset dataset = two_sounds();
  const SoundSource judged(dataset, Split::kTrain, {}, 250);
  REQUIRE(judged.views() == 4);
  Sample sample;
  for (int64_t view = 0; view < 4; ++view) {
    judged.get(view, 1, sample);
    CHECK(sample.values.size() == 250);
    CHECK(sample.values[0] == static_cast<float>(250 * view) / 1000);
  }
  const SoundSource training(dataset, Split::kTrain, {}, 250, kNone, 1);
  training.get(0, 1, sample);
  const float first = sample.values[0];
  training.get(1, 1, sample);
  CHECK(sample.values[0] != first);
  training.get(0, 0, sample);
  CHECK(sample.values.size() == 100);
}

TEST_CASE("variations are functions of the pass and the sound, and as long as they say") {
  const Dataset dataset = two_sounds();
  const SoundSource source(dataset, Split::kTrain, {}, 2000, {6, 0.2, 30, 0.1}, 7);
  Sample sample, again;
  std::vector<int64_t> lengths;
  for (int64_t pass = 0; pass < 20; ++pass) {
    source.get(pass, 1, sample);
    CHECK(sample.length() == source.length(pass, 1));
    CHECK(sample.length() <= source.max_length());
    source.get(pass, 1, again);
    CHECK(sample.values == again.values);
    lengths.push_back(sample.length());
  }
  CHECK(std::count(lengths.begin(), lengths.end(), lengths.front()) < 5);
}

TEST_CASE("levels are brought to one, but for silence") {
  const SoundFrontEnd peak{.rate = 8000, .channel = "mean", .norm = "peak"};
  std::vector<float> loud = {0.1F, -0.2F}, silent = {0, 0}, quiet = {1e-6F, 0};
  peak.normalise(loud);
  CHECK(loud[1] == Approx(-0.9));
  peak.normalise(silent);
  CHECK(silent == std::vector<float>{0, 0});
  peak.normalise(quiet);
  CHECK(quiet[0] == 1e-6F);
  std::vector<float> rms = {0.3F, -0.3F};
  SoundFrontEnd{.rate = 8000, .channel = "mean", .norm = "rms"}.normalise(rms);
  CHECK(rms[0] == Approx(0.1));
  CHECK(level_dbfs(rms) == Approx(-20).margin(1e-4));
}
