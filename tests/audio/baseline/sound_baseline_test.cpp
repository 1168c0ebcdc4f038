#include "audio/baseline/sound_baseline.h"

#include "audio/windows/sound_source.h"
#include "tests/audio/support/tone_files.h"
#include "tests/support/catch.h"

using namespace undula;
using namespace undula::testing;

namespace {

/// Class 0: short and low; class 1: long and high.
Dataset sines(bool same_length) {
  Dataset dataset;
  dataset.classes = {"low", "high"};
  for (int i = 0; i < 40; ++i) {
    Sample sample;
    sample.label = i % 2;
    sample.values = sine(sample.label == 0 ? 300 + i : 1200 + i, same_length || sample.label == 0 ? 0.1 : 0.2, 8000);
    sample.split = i < 30 ? Split::kTrain : Split::kValid;
    dataset.samples.push_back(sample);
  }
  return dataset;
}

double accuracy(SoundFeatures features, bool same_length) {
  const Dataset dataset = sines(same_length);
  ThreadPool pool(2);
  const SoundSource train(dataset, Split::kTrain, {}, 8000), valid(dataset, Split::kValid, {}, 8000);
  const SoundBaseline fitted = SoundBaseline::fit(features, 8000, train, valid, 2, pool);
  TensorFile content;
  fitted.store("b.", content);
  const auto loaded = SoundBaseline::load("b.", features, 8000, content, 2);
  REQUIRE(loaded);
  const Predictions predictions = loaded->predict(valid, pool);
  CHECK(predictions.probabilities == fitted.predict(valid, pool).probabilities);
  return compute_metrics(predictions)[Metric::kAccuracy];
}

}  // namespace

TEST_CASE("levels in bands tell pitches apart; the duration tells what it can, and no more") {
  CHECK(accuracy(SoundFeatures::kSpectrum, true) == 1);
  CHECK(accuracy(SoundFeatures::kDuration, false) == 1);
  CHECK(accuracy(SoundFeatures::kDuration, true) <= 0.6);
}

TEST_CASE("features of silence and of nothing are numbers") {
  for (const size_t samples : {size_t{0}, size_t{5}, size_t{800}}) {
    const std::vector<float> silence(samples);
    for (const float value : sound_features(SoundFeatures::kSpectrum, silence, 8000)) CHECK(std::isfinite(value));
  }
}
