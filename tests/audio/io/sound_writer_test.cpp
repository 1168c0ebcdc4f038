#include "audio/io/sound_writer.h"

#include <sys/stat.h>

#include <cmath>
#include <filesystem>
#include <thread>

#include "tests/audio/support/sounds.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

TEST_CASE("WAV and FLAC give 16-bit samples back exactly") {
  const TempFolder folder;
  const std::vector<float> samples = int16_samples(30000);
  for (const char* name : {"a.wav", "a.flac", "A.WAV"}) {
    for (const int channels : {1, 2, 8}) {
      INFO(name << ", " << channels << " channels");
      const std::string path = folder.path() / name;
      write_sound(path, {.rate = 44100, .channels = channels}, samples);
      CHECK(read_sound(path) == std::vector<float>(samples.begin(), samples.end() - 30000 % channels));
      const SoundFormat format = SoundFile(path).format();
      CHECK(format.channels == channels);
      CHECK(format.rate == 44100);
      CHECK(format.bits == 16);
      CHECK(format.stated_frames == 30000 / channels);
    }
  }
}

TEST_CASE("24 bits and floats keep more") {
  const TempFolder folder;
  const std::vector<float> samples = {0.1f, -0.7f, 0x1p-23f, 0.5f, 1.5f};
  const std::string path = folder.path() / "x.wav";
  write_sound(path, {.rate = 8000, .encoding = SampleEncoding::kFloat32}, samples);
  CHECK(read_sound(path) == samples);
  write_sound(path, {.rate = 8000, .encoding = SampleEncoding::kPcm24}, samples);
  const std::vector<float> back = read_sound(path);
  CHECK(back[0] == Approx(0.1f).margin(0x1p-24));
  CHECK(back[2] == 0x1p-23f);
  CHECK(back[4] == 1 - 0x1p-23f);
}

TEST_CASE("Ogg Vorbis keeps a tone, a minute in one call") {
  const TempFolder folder;
  std::vector<float> samples(60 * 8000);
  for (size_t t = 0; t < samples.size(); ++t)
    samples[t] = static_cast<float>(0.5 * std::sin(0.2 * static_cast<double>(t)));
  const std::string path = folder.path() / "x.ogg";
  write_sound(path, {.rate = 8000}, samples);
  const std::vector<float> back = read_sound(path);
  REQUIRE(back.size() == samples.size());
  double noise = 0;
  for (size_t t = 0; t < samples.size(); ++t) noise += std::pow(back[t] - samples[t], 2);
  CHECK(noise / static_cast<double>(samples.size()) < 1e-4);
}

TEST_CASE("samples beyond full scale are clipped and counted") {
  const TempFolder folder;
  const std::vector<float> samples = {0, 1.5f, -1, -1.01f, 0.5f, NAN};
  for (const char* name : {"x.wav", "x.ogg"}) {
    SoundWriter writer(folder.path() / name, {.rate = 8000});
    writer.write(samples.data(), 6);
    CHECK(writer.clipped() == 3);
    writer.finish();
  }
  CHECK(read_sound(folder.path() / "x.wav") == std::vector<float>{0, 32767.0f / 32768, -1, -1, 0.5f, 0});
}

TEST_CASE("dither is triangular, of two steps, and keyed") {
  const TempFolder folder;
  const std::string path = folder.path() / "x.wav";
  const std::vector<float> level(100000, 100.25f / 32768);
  const auto written = [&](uint64_t seed) {
    write_sound(path, {.rate = 8000, .dither = RandomKey(seed)}, level);
    return read_sound(path);
  };
  const std::vector<float> once = written(1);
  CHECK(once == written(1));
  CHECK(once != written(2));
  double mean = 0, variance = 0;
  for (const float x : once) mean += x * 32768.0 / 100000;
  for (const float x : once) variance += std::pow(x * 32768.0 - mean, 2) / 100000;
  CHECK(mean == Approx(100.25).margin(0.01));    // without dither: 100
  CHECK(variance == Approx(0.25).margin(0.01));  // of TPDF and rounding: 2/12 + 1/12
}

TEST_CASE("a pipe gets WAV as a stream") {
  const TempFolder folder;
  const std::vector<float> samples = int16_samples(9000);
  for (const SampleEncoding encoding : {SampleEncoding::kPcm16, SampleEncoding::kPcm24, SampleEncoding::kFloat32}) {
    const std::string pipe = folder.path() / "pipe.wav";
    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    std::thread writer([&] { write_sound(pipe, {.rate = 8000, .channels = 3, .encoding = encoding}, samples); });
    CHECK(read_sound(pipe) == samples);
    writer.join();
    std::filesystem::remove(pipe);
  }
}

TEST_CASE("a writer that is not finished leaves nothing") {
  const TempFolder folder;
  const float silence[4] = {};
  { SoundWriter(folder.path() / "x.flac", {.rate = 8000}).write(silence, 4); }
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("what a format cannot store is a usage error") {
  const TempFolder folder;
  contains(error_of(ErrorKind::kUsage, [&] { SoundWriter(folder.path() / "x.mp4", {.rate = 8000}); }), ".flac or .ogg");
  contains(error_of(ErrorKind::kUsage, [&] { SoundWriter(folder.path() / "x.flac", {.rate = 8000, .channels = 9}); }),
           "cannot write 9 channels");
  error_of(ErrorKind::kUsage, [&] { SoundWriter("-", {.rate = 0}); });
  error_of(ErrorKind::kMissing, [&] { SoundWriter(folder.path() / "no" / "x.wav", {.rate = 8000}); });
  CHECK(std::filesystem::is_empty(folder.path()));
}
