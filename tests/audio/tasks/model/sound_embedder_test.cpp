#include "audio/tasks/model/sound_embedder.h"

#include <limits>

#include "audio/tasks/classify/sound_means.h"
#include "tests/audio/support/sound_models.h"
#include "tests/audio/support/tone_files.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

TEST_CASE("a window's vector does not depend on those beside it; a sound is the mean of its windows by length") {
  const TempFolder folder;
  const std::string model = folder.path() / "m";
  write_sound_model(model);
  SoundEmbedder embedder(model, 0, 2);
  REQUIRE(embedder.window() == 100);
  const std::vector<float> low = sine(300, 100.0 / 8000, 8000), high = sine(900, 50.0 / 8000, 8000);
  const std::vector<double> both = embedder.vectors({low, high}), alone = embedder.vectors({high});
  const auto width = static_cast<size_t>(embedder.width());
  REQUIRE(both.size() == 2 * width);
  for (size_t i = 0; i < width; ++i) CHECK(both[width + i] == Approx(alone[i]).margin(1e-6));

  std::vector<float> joined = low;
  joined.insert(joined.end(), high.begin(), high.end());
  write_mono(folder.path() / "a.wav", joined, 8000);
  // The file has 16 bits a sample: the windows are read from it again.
  const std::vector<float> stored = read_all(SoundReader(folder.path() / "a.wav"), 8000);
  const std::vector<double> parts =
      embedder.vectors({{stored.begin(), stored.begin() + 100}, {stored.begin() + 100, stored.end()}});
  std::vector<SoundMean> rows;
  SoundMeansOptions options;
  options.window = embedder.window();
  options.width = embedder.width();
  options.silence = -std::numeric_limits<double>::infinity();
  SoundMeans means(
      options, [&](std::vector<std::vector<float>> windows) { return embedder.vectors(std::move(windows)); },
      [&](const SoundMean& row) { rows.push_back(row); });
  RateReader reader(SoundReader(folder.path() / "a.wav"), 8000);
  means.read("a", reader, [] { return false; });
  means.finish();
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].end_sample == 150);
  REQUIRE(rows[0].values.size() == width);
  for (size_t i = 0; i < width; ++i)
    CHECK(rows[0].values[i] == Approx((2 * parts[i] + parts[width + i]) / 3).margin(1e-6));
}

TEST_CASE("codes that depend on a whole sound cannot be embedded window by window") {
  const TempFolder folder;
  const std::string model = folder.path() / "m";
  write_sound_model(model, SoundCodes("min-max"));
  contains(error_of(ErrorKind::kUsage, [&] { SoundEmbedder(model, 0, 1); }), "depend on the level of a whole sound");
}

TEST_CASE("a front end makes values or tokens of samples, at one level") {
  SoundFrontEnd front_end{.rate = 8000, .channel = "mean", .norm = "peak"};
  Sample sample;
  front_end.prepare({0.1F, -0.45F}, sample);
  CHECK(sample.tokens.empty());
  CHECK(sample.values == std::vector<float>{0.2F, -0.9F});
  front_end.codes = SoundCodes("linear8");
  front_end.prepare({0.1F, -0.45F}, sample);
  CHECK(sample.values.empty());
  std::vector<uint8_t> tokens;
  SoundCodes("linear8").encode(std::vector<float>{0.2F, -0.9F}, tokens);
  CHECK(sample.tokens == tokens);
  CHECK(front_end.of_samples().length(10) == 10);
  front_end.codes = SoundCodes("linear16");
  CHECK(front_end.length(10) == 20);
}
