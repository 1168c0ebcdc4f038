#include "audio/tasks/labelled/sound_data.h"

#include <filesystem>
#include <map>

#include "tests/audio/support/tone_files.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

namespace {

SoundData load(const std::string& table, const SoundFrontEnd& front_end = {}, const std::string& group = "") {
  ThreadPool pool(2);
  SoundDataOptions options;
  options.rows.inputs = {table};
  options.rows.group_column = group;
  options.front_end = front_end;
  return load_sound_data(options, pool);
}

}  // namespace

TEST_CASE("the rate is the lowest of the training sounds, and others are resampled to it") {
  const TempFolder folder;
  write_mono(folder.path() / "a.wav", sine(440, 0.1, 16000), 16000);
  write_mono(folder.path() / "b.wav", sine(880, 0.1, 8000), 8000);
  write_mono(folder.path() / "c.wav", sine(880, 0.1, 4000), 4000);
  const SoundData data = load(folder.write(
      "t.csv", "path,label,split\na.wav,low,train\nb.wav,high,train\nc.wav,high,test\nb.wav,high,valid\n"));
  CHECK(data.front_end.rate == 8000);
  CHECK(data.resampled == 2);
  for (const Sample& sample : data.dataset.samples) CHECK(sample.values.size() == 800);
  CHECK(data.dataset.classes == std::vector<std::string>{"high", "low"});
  CHECK(load(folder.path() / "t.csv", {.rate = 11025, .channel = "mean", .norm = "none"}).dataset.samples[0].length() ==
        1103);
}

TEST_CASE("parts of one file and members of one group stay in one split") {
  const TempFolder folder;
  std::string table = "path,label,start,duration,speaker\n";
  for (int file = 0; file < 40; ++file) {
    const std::string name = std::to_string(file) + ".wav";
    write_mono(folder.path() / name, sine(100 + 10 * file, 0.02, 8000), 8000);
    for (const char* part : {",0,0.01,", ",0.01,0.01,"})
      table += name + (file % 2 == 0 ? ",even" : ",odd") + part + "s" + std::to_string(file / 4) + "\n";
  }
  const std::string path = folder.write("t.csv", table);
  const SoundData by_file = load(path);
  const SoundData by_speaker = load(path, {}, "speaker");
  std::map<std::string, Split> speakers;
  for (size_t i = 0; i < 80; i += 2) {
    CHECK(by_file.dataset.samples[i].split == by_file.dataset.samples[i + 1].split);
    const Sample& sample = by_speaker.dataset.samples[i];
    CHECK(speakers.try_emplace(sample.group, sample.split).first->second == sample.split);
    CHECK(sample.length() == 80);
  }
  for (const Split split : {Split::kTrain, Split::kValid, Split::kTest})
    CHECK_FALSE(by_speaker.dataset.indices(split).empty());
  CHECK(data_digest(by_file) == data_digest(load(path)));
  CHECK(data_digest(by_file) != data_digest(by_speaker));
}

TEST_CASE("a split does not depend on how the place of the data was typed") {
  const TempFolder folder;
  std::filesystem::create_directories(folder.path() / "data" / "a");
  std::filesystem::create_directories(folder.path() / "data" / "b");
  for (int file = 0; file < 40; ++file) {
    const std::string name = std::to_string(file) + ".wav";
    write_mono(folder.path() / "data" / (file % 2 == 0 ? "a" : "b") / name, sine(100 + 10 * file, 0.01, 8000), 8000);
  }
  const auto splits = [&](const std::string& place) {
    std::vector<Split> all;
    for (const Sample& sample : load(place).dataset.samples) all.push_back(sample.split);
    return all;
  };
  const std::string whole = (folder.path() / "data").string();
  const std::string other = std::filesystem::relative(whole).string();
  CHECK(splits(whole) == splits(other));
  CHECK(splits(whole) == splits(folder.path().string() + "/./data/../data"));
}

TEST_CASE("channels are averaged, chosen, or sounds of their own") {
  const TempFolder folder;
  SoundWriter writer((folder.path() / "s.wav").string(), {.rate = 8000, .channels = 2});
  const float frames[6] = {0.5F, -0.5F, 0.25F, 0.0F, 0.0F, 1.0F / 1024};
  writer.write(frames, 3);
  writer.finish();
  write_mono(folder.path() / "m.wav", {0.5F, 0.25F}, 8000);
  const std::string table = folder.write("t.csv", "path,label,split\ns.wav,a,train\nm.wav,b,train\n");
  const auto first = [&](const std::string& channel) {
    return load(table, {.rate = 0, .channel = channel, .norm = "none"}).dataset.samples;
  };
  CHECK(first("mean")[0].values == std::vector<float>{0, 0.125F, 0.5F / 1024});
  CHECK(first("1")[0].values == std::vector<float>{0.5F, 0.25F, 0});
  CHECK(first("each").size() == 3);
  CHECK(first("each")[1].values == std::vector<float>{-0.5F, 0, 1.0F / 1024});
  contains(error_of(ErrorKind::kUsage, [&] { first("2"); }), "no channel 2");
  contains(error_of(ErrorKind::kUsage, [&] { first("left"); }), "no channel is called 'left'");
}

TEST_CASE("data that no classifier can learn from is refused") {
  const TempFolder folder;
  write_mono(folder.path() / "a.wav", sine(440, 0.1, 8000), 8000);
  const auto error = [&](const std::string& rows) {
    return error_of(ErrorKind::kBadInput, [&] { load(folder.write("t.csv", "path,label,split\n" + rows)); });
  };
  contains(error("a.wav,x,train\n"), "only one class: 'x'");
  contains(error("a.wav,x,train\na.wav,y,test\n"), "class 'y' has no training data");
}
