#include "audio/io/sound_reader.h"

#include <sys/stat.h>

#include <cmath>
#include <cstring>
#include <thread>

#include "audio/io/wav_stream_header.h"
#include "tests/audio/support/sounds.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

namespace {

/// The same bytes through a named pipe, in small writes.
std::vector<float> read_through_pipe(const TempFolder& folder, const std::string& bytes,
                                     const std::optional<RawFormat>& raw = std::nullopt) {
  const std::string pipe = folder.path() / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  std::thread writer([&] {
    std::ofstream out(pipe, std::ios::binary);
    for (size_t at = 0; at < bytes.size(); at += 1001) out << bytes.substr(at, 1001) << std::flush;
  });
  const std::vector<float> samples = read_sound(pipe, {SoundSelection::Channels::kEach, 0, {}, {}}, raw);
  writer.join();
  std::filesystem::remove(pipe);
  return samples;
}

std::string int16_bytes(const std::vector<float>& samples) {
  std::string bytes;
  for (const float x : samples) {
    const int value = static_cast<int>(x * 32768);
    bytes += static_cast<char>(value & 0xFF);
    bytes += static_cast<char>(value >> 8 & 0xFF);
  }
  return bytes;
}

}  // namespace

TEST_CASE("a pipe gives what the file gives, in every format") {
  const TempFolder folder;
  const std::vector<float> samples = int16_samples(20000);
  for (const char* name : {"x.wav", "x.flac", "x.ogg"}) {
    INFO(name);
    write_sound(folder.path() / name, {.rate = 8000, .channels = 2}, samples);
    CHECK(read_through_pipe(folder, folder.read(name)) == read_sound(folder.path() / name));
  }
}

TEST_CASE("the sizes of a streamed WAV are not trusted, and other chunks are no sound") {
  const TempFolder folder;
  const std::vector<float> samples = int16_samples(5000);
  const std::string stream = wav_stream_header(8000, 1, 16) + int16_bytes(samples);
  CHECK(read_through_pipe(folder, stream) == samples);
  CHECK(read_sound(folder.write("s.wav", stream)) == samples);

  std::string exact = stream;
  const uint32_t size = 10000;
  std::memcpy(exact.data() + 40, &size, 4);
  exact += "LIST\4\0\0\0abcd";
  CHECK(read_through_pipe(folder, exact) == samples);
  CHECK(read_sound(folder.write("e.wav", exact)) == samples);
}

TEST_CASE("raw samples need their rate") {
  const TempFolder folder;
  const std::vector<float> samples = int16_samples(4000);
  const std::string path = folder.write("x.raw", int16_bytes(samples));
  const SoundSelection each{SoundSelection::Channels::kEach, 0, {}, {}};
  CHECK(read_sound(path, each, RawFormat{RawFormat::Encoding::kS16le, 8000, 2}) == samples);
  CHECK(read_through_pipe(folder, int16_bytes(samples), RawFormat{RawFormat::Encoding::kS16le, 8000, 2}) == samples);

  const std::string floats(reinterpret_cast<const char*>(samples.data()), samples.size() * sizeof(float));
  CHECK(read_through_pipe(folder, floats, RawFormat{RawFormat::Encoding::kF32le, 8000, 1}) == samples);
  contains(error_of(ErrorKind::kUsage, [&] { SoundReader(path, {}, RawFormat{}); }), "--rate");
}

TEST_CASE("channels are averaged, picked or kept; parts are cut by time") {
  const TempFolder folder;
  std::vector<float> samples;
  for (int t = 0; t < 10000; ++t) {
    for (const int value : {t, -t, 3 * t}) samples.push_back(static_cast<float>(value % 16384) / 32768);
  }
  const std::string path = folder.path() / "x.wav";
  write_sound(path, {.rate = 1000, .channels = 3}, samples);

  SoundSelection selection;
  selection.start = parse_sound_time("2.5");
  selection.duration = parse_sound_time("1200s");
  const std::vector<float> mean = read_sound(path, selection);
  REQUIRE(mean.size() == 1200);
  for (size_t t = 0; t < mean.size(); ++t) {
    const size_t at = 3 * (t + 2500);
    CHECK(mean[t] == Approx((samples[at] + samples[at + 1] + samples[at + 2]) / 3).margin(1e-7));
  }
  selection.channels = SoundSelection::Channels::kOne;
  selection.channel = 2;
  CHECK(read_sound(path, selection)[7] == samples[3 * 2507 + 2]);
  selection.channel = 3;
  contains(error_of(ErrorKind::kUsage, [&] { SoundReader(path, selection); }), "no channel 4, only 3");
  selection.channel = 0;
  selection.start = parse_sound_time("0:11");
  contains(error_of(ErrorKind::kUsage, [&] { SoundReader(path, selection); }), "has 10000 frames, frame 11000");
}

TEST_CASE("rates from 1 Hz to 768 kHz") {
  const TempFolder folder;
  const std::string path = folder.path() / "x.wav";
  for (const int rate : {1, 768000}) {
    write_sound(path, {.rate = rate}, {0, 0.5f, 0});
    CHECK(SoundFile(path).format().rate == rate);
    CHECK(read_sound(path) == std::vector<float>{0, 0.5f, 0});
  }
}

TEST_CASE("silence is silence") {
  const TempFolder folder;
  const std::vector<float> silence(5000, 0.0f);
  for (const char* name : {"x.wav", "x.flac", "x.ogg"}) {
    write_sound(folder.path() / name, {.rate = 8000}, silence);
    CHECK(read_sound(folder.path() / name) == silence);
  }
}

TEST_CASE("what is no sound is an error that says why") {
  const TempFolder folder;
  const auto bad = [&](const std::string& path) { return error_of(ErrorKind::kBadInput, [&] { read_sound(path); }); };
  contains(error_of(ErrorKind::kMissing, [&] { read_sound(folder.path() / "no.wav"); }), "no such file");
  contains(bad(folder.path()), "is a folder");
  contains(bad(folder.write("text.wav", "hello, this is text and no sound at all, but longer than a header is")),
           "is no sound file");
  contains(bad(folder.write("empty.wav", "")), "is no sound file");

  for (const char* name : {"zero.wav", "zero.flac", "zero.ogg"}) {
    INFO(name);
    write_sound(folder.path() / name, {.rate = 8000}, {});
    bad(folder.path() / name);
  }
  contains(bad(folder.path() / "zero.wav"), "zero frames");

  for (const char* name : {"whole.wav", "whole.flac"}) {
    INFO(name);
    write_sound(folder.path() / name, {.rate = 8000}, int16_samples(30000));
    const std::string whole = folder.read(name);
    bad(folder.write(std::string("cut_") + name, whole.substr(0, whole.size() / 2)));
    bad(folder.write(std::string("cut_short_") + name, whole.substr(0, 40)));
  }
  contains(bad(folder.path() / "cut_whole.wav"), "cut short: its header states 30000 frames");

  const float bits[3] = {0.5f, NAN, 0.5f};
  const std::string floats(reinterpret_cast<const char*>(bits), sizeof bits);
  contains(bad(folder.write("nan.wav", wav_stream_header(8000, 1, 32) + floats)), "frame 1");
}

TEST_CASE("sounds are told from other files by their content") {
  const TempFolder folder;
  write_sound(folder.path() / "x.wav", {.rate = 8000}, {0, 0.5f});
  CHECK(looks_like_sound(folder.write("reads.fa", folder.read("x.wav"))));
  CHECK(looks_like_sound(folder.write("broken.FLAC", "x")));
  CHECK_FALSE(looks_like_sound(folder.write("reads.txt", ">a\nACGT\n")));
  CHECK_FALSE(looks_like_sound(folder.path()));
  CHECK_FALSE(looks_like_sound(folder.path() / "none.wav"));
  CHECK_FALSE(looks_like_sound("-"));
}
