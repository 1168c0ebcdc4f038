#include <sndfile.h>

#include <cmath>

#include "tests/audio/support/sounds.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

namespace {

/// A tone of so many frames in two channels, written by libsndfile itself. False where it was built without the format.
bool write_tone(const std::string& path, int format, int frames) {
  SF_INFO info = {};
  info.samplerate = 48000;
  info.channels = 2;
  info.format = format;
  SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
  if (file == nullptr) return false;
  for (int t = 0; t < frames; ++t) {
    const float x = 0.5f * static_cast<float>(std::sin(0.05 * t)), frame[2] = {x, -x};
    sf_writef_float(file, frame, 1);
  }
  sf_close(file);
  return true;
}

}  // namespace

TEST_CASE("every format that libsndfile reads is read") {
  const TempFolder folder;
  const std::string path = folder.path() / "sound";
  for (const int container :
       {SF_FORMAT_WAV, SF_FORMAT_AIFF, SF_FORMAT_AU, SF_FORMAT_CAF, SF_FORMAT_W64, SF_FORMAT_RF64}) {
    for (const int encoding : {SF_FORMAT_PCM_16, SF_FORMAT_PCM_24, SF_FORMAT_FLOAT, SF_FORMAT_ULAW, SF_FORMAT_DOUBLE}) {
      INFO(std::hex << (container | encoding));
      if (!write_tone(path, container | encoding, 10000)) continue;
      const std::vector<float> samples = read_sound(path);
      REQUIRE(samples.size() == 20000);
      for (size_t t = 100; t < 200; ++t) {
        CHECK(samples[2 * t] == Approx(0.5 * std::sin(0.05 * static_cast<double>(t))).margin(0.02));
        CHECK(samples[2 * t + 1] == -samples[2 * t]);
      }
      CHECK(SoundFile(path).format().stated_frames == 10000);
    }
  }
}

TEST_CASE("lossy codecs are read to their end, and a cut file to where it was cut") {
  constexpr int kFrames = 4 * 48000;  // several Ogg pages
  const TempFolder folder;
  for (const int format :
       {SF_FORMAT_OGG | SF_FORMAT_VORBIS, SF_FORMAT_OGG | SF_FORMAT_OPUS, SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III}) {
    INFO(std::hex << format);
    const std::string path = folder.path() / "sound";
    if (!write_tone(path, format, kFrames)) continue;
    const std::vector<float> samples = read_sound(path);
    CHECK(std::fabs(static_cast<double>(samples.size()) / 2 - kFrames) < 2400);
    double power = 0;
    for (const float x : samples) power += x * x / static_cast<double>(samples.size());
    CHECK(power == Approx(0.125).margin(0.01));

    const std::string whole = folder.read("sound");
    const size_t cut = read_sound(folder.write("cut", whole.substr(0, whole.size() * 2 / 3))).size();
    CHECK(cut > 0);
    CHECK(cut < samples.size());
  }
}
