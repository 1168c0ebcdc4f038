#include "audio/tasks/language/language_data.h"

#include <map>
#include <set>
#include <string>

#include "audio/tasks/language/language_source.h"
#include "tests/support/catch.h"

using namespace undula;

namespace {

std::vector<RecordedSound> recordings(int count, int samples) {
  std::vector<RecordedSound> all;
  for (int i = 0; i < count; ++i) {
    RecordedSound& sound = all.emplace_back();
    sound.name = "r" + std::to_string(i);
    for (int t = 0; t < samples; ++t) sound.samples.push_back(static_cast<float>((t * 37 + i * 101) % 200 - 100) / 128);
  }
  return all;
}

SoundLanguageData held_out(std::vector<RecordedSound> all) {
  SoundLanguageData data;
  data.rate = 8000;
  hold_out(std::move(all), 1, data);
  return data;
}

}  // namespace

TEST_CASE("the ends of few recordings are held out, in contiguous parts") {
  const SoundLanguageData data = held_out(recordings(2, 1000));
  CHECK(data.samples(Split::kTrain) == 1700);
  CHECK(data.samples(Split::kValid) == 100);
  CHECK(data.samples(Split::kTest) == 200);
  std::vector<uint8_t> joined, whole;
  for (size_t i = 0; i < 3; ++i)
    joined.insert(joined.end(), data.sounds[i].tokens.begin(), data.sounds[i].tokens.end());
  data.codes.encode(recordings(1, 1000)[0].samples, whole);
  CHECK(joined == whole);
}

TEST_CASE("of many recordings some are held out whole, groups and copies together") {
  std::vector<RecordedSound> all = recordings(40, 50);
  for (size_t i = 0; i < 40; ++i) all[i].group = "speaker" + std::to_string(i / 2);
  const SoundLanguageData data = held_out(all);
  CHECK(data.count(Split::kTrain) + data.count(Split::kValid) + data.count(Split::kTest) == 40);
  CHECK(data.count(Split::kValid) >= 2);
  CHECK(data.count(Split::kTest) >= 2);
  std::map<std::string, Split> of_group;
  for (const CodedSound& sound : data.sounds) {
    const auto [at, added] = of_group.emplace(sound.group, sound.split);
    CHECK(at->second == sound.split);
  }
}

TEST_CASE("what the data say of splits is kept, and validation comes from what is for training") {
  std::vector<RecordedSound> all = recordings(30, 50);
  for (size_t i = 0; i < 30; ++i) all[i].split = i < 10 ? Split::kTest : Split::kTrain;
  const SoundLanguageData data = held_out(all);
  CHECK(data.count(Split::kTest) == 10);
  CHECK(data.count(Split::kValid) == 2);
  all[29].split = Split::kValid;
  CHECK(held_out(all).count(Split::kValid) == 1);
  CHECK(held_out(all).digest() != data.digest());
}

TEST_CASE("windows have the token before each token, silence before the first") {
  for (const char* codes : {"mu-law", "linear16"}) {
    SoundLanguageData data;
    data.codes = SoundCodes(std::string(codes));
    hold_out(recordings(1, 1000), 1, data);
    const TiledSoundWindows tiles(data, Split::kTrain, 100, 1 << 20);
    std::vector<uint8_t> inputs, targets;
    Sample sample;
    for (int64_t i = 0; i < tiles.size(); ++i) {
      tiles.get(0, i, sample);
      CHECK(sample.length() == tiles.length(0, i));
      inputs.insert(inputs.end(), sample.tokens.begin(), sample.tokens.end());
      targets.insert(targets.end(), sample.targets.begin(), sample.targets.end());
    }
    const std::vector<uint8_t>& tokens = data.sounds[0].tokens;
    CHECK(targets == tokens);
    CHECK(inputs.front() == data.codes.before_first());
    CHECK(std::equal(inputs.begin() + 1, inputs.end(), tokens.begin()));
    CHECK(TiledSoundWindows(data, Split::kTrain, 100, 300).size() <= 4);
  }
}

TEST_CASE("windows for training are pure functions of pass and number, and read all of a sound") {
  SoundLanguageData data;
  hold_out(recordings(1, 1000), 1, data);
  const RandomSoundWindows windows(data, 100, 7), same(data, 100, 7);
  CHECK(windows.size() == 9);  // of 850 samples
  std::set<std::string> seen;
  Sample a, b;
  int beginnings = 0;
  for (int64_t pass = 0; pass < 40; ++pass) {
    for (int64_t i = 0; i < windows.size(); ++i) {
      windows.get(pass, i, a);
      same.get(pass, i, b);
      CHECK(a.tokens == b.tokens);
      CHECK(a.tokens.size() == 100);
      seen.emplace(a.tokens.begin(), a.tokens.end());
      beginnings += a.tokens[1] == data.sounds[0].tokens[0] && a.targets[0] == data.sounds[0].tokens[0];
    }
  }
  CHECK(seen.size() > 100);
  CHECK(beginnings > 10);
}
