#include "audio/audit/sound_audit.h"

#include <algorithm>

#include "audio/audit/sound_cues.h"
#include "tests/audio/support/tone_files.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

namespace {

SoundData load(const std::string& table) {
  ThreadPool pool(2);
  SoundDataOptions options;
  options.rows.inputs = {table};
  return load_sound_data(options, pool);
}

SoundAudit audit_of(const SoundData& data, const BootstrapOptions* bootstrap = nullptr) {
  ThreadPool pool(2);
  return audit_sounds(data, bootstrap, pool);
}

const Finding& finding(const SoundAudit& audit, const std::string& check, Split split) {
  const auto found = std::find_if(audit.findings.begin(), audit.findings.end(),
                                  [&](const Finding& f) { return f.check == check && f.split == split; });
  REQUIRE(found != audit.findings.end());
  return *found;
}

double accuracy(const SoundAudit& audit, const std::string& name) {
  const auto found =
      std::find_if(audit.scores.begin(), audit.scores.end(), [&](const CueScore& s) { return s.name == name; });
  REQUIRE(found != audit.scores.end());
  return found->accuracy;
}

/// 80 tones for train and validation and 40 for test, of two classes in turn, each of its own pitch; `sound` says what
/// is peculiar.
template <class Sound>
SoundData tones(const TempFolder& folder, const Sound& sound) {
  std::string table = "path,label,split\n";
  for (int i = 0; i < 120; ++i) {
    const std::string name = std::to_string(i) + ".wav";
    sound(folder.path() / name, 200 + 7 * i, i % 2 == 1);
    table += name + (i % 2 == 1 ? ",odd" : ",even") + (i < 80 ? ",train\n" : ",test\n");
  }
  return load(folder.write("t.csv", table));
}

/// A tone as above with nothing peculiar about it, `gain` times as loud.
void write_tone(const std::string& path, double hertz, double seconds, int rate, float gain = 1) {
  std::vector<float> samples = sine(hertz, seconds, rate);
  for (float& x : samples) x *= gain;
  write_mono(path, samples, rate);
}

}  // namespace

TEST_CASE("what sounds have in common but what is heard tells nothing where nothing is planted") {
  const TempFolder folder;
  const SoundData data =
      tones(folder, [](const std::string& path, double hertz, bool) { write_tone(path, hertz, 0.05, 8000); });
  const BootstrapOptions bootstrap{200, 1};
  const SoundAudit found = audit_of(data, &bootstrap);
  CHECK(warnings_of(found.findings).empty());
  REQUIRE(found.scores.size() == 8);
  for (const CueScore& score : found.scores) {
    REQUIRE(score.interval);
    CHECK(score.interval->low[Metric::kAccuracy] <= score.accuracy);
    CHECK(score.interval->high[Metric::kAccuracy] >= score.accuracy);
  }
  CHECK(accuracy(found, "majority") == Approx(0.5));
  REQUIRE(found.classes.size() == 6);
  CHECK(found.classes[0].sounds == 36);
  CHECK(found.classes[0].seconds == Approx(1.8));
  CHECK(found.classes[0].recorded ==
        std::vector<std::string>{"WAV (Microsoft), Signed 16 bit PCM, 8000 Hz, 1 channel"});
}

TEST_CASE("a class that was recorded at another rate, louder, longer or in another format is found out") {
  const TempFolder folder;
  const SoundAudit rates = audit_of(tones(folder, [](const std::string& path, double hertz, bool odd) {
    write_tone(path, hertz, 0.05, odd ? 16000 : 8000);
  }));
  CHECK(accuracy(rates, "rate") == 1);
  CHECK(finding(rates, "rate", Split::kTest).warn);
  CHECK_FALSE(finding(rates, "duration", Split::kTest).warn);
  const SoundAudit levels = audit_of(tones(folder, [](const std::string& path, double hertz, bool odd) {
    write_tone(path, hertz, 0.05, 8000, odd ? 1.0F : 0.8F);
  }));
  CHECK(accuracy(levels, "level") > 0.9);
  CHECK(accuracy(levels, "peak") > 0.9);
  CHECK(finding(levels, "level", Split::kTest).warn);
  const SoundAudit durations = audit_of(tones(folder, [](const std::string& path, double hertz, bool odd) {
    write_tone(path, hertz, odd ? 0.06 : 0.05, 8000);
  }));
  CHECK(accuracy(durations, "duration") == 1);
  CHECK_FALSE(finding(durations, "rate", Split::kTest).warn);
  const SoundAudit formats = audit_of(tones(folder, [](const std::string& path, double hertz, bool odd) {
    const std::vector<float> samples = sine(hertz, 0.05, 8000);
    SoundWriter writer(path, {.rate = 8000, .encoding = odd ? SampleEncoding::kPcm24 : SampleEncoding::kPcm16});
    writer.write(samples.data(), static_cast<int64_t>(samples.size()));
    writer.finish();
  }));
  CHECK(accuracy(formats, "format") == 1);
  CHECK(finding(formats, "format", Split::kTest).warn);
}

TEST_CASE("copies, parts of one file and members of a group in two splits") {
  const TempFolder folder;
  write_mono(folder.path() / "a.wav", sine(300, 1, 8000), 8000);
  write_mono(folder.path() / "again.wav", sine(300, 1, 8000), 8000);
  for (const char* name : {"b", "c", "d", "e"})
    write_mono(folder.path() / (name + std::string(".wav")), sine(400.7 + name[0] * 10, 1, 8000), 8000);
  const SoundData data = load(folder.write("t.csv",
                                           "path,label,split,start,duration,group\n"
                                           "a.wav,x,train,,,ann\n"
                                           "b.wav,y,train,0,0.5,bob\n"
                                           "c.wav,x,train,,,cid\n"
                                           "again.wav,y,test,,,eve\n"
                                           "b.wav,y,test,0.4,0.5,eve\n"
                                           "d.wav,x,test,,,ann\n"
                                           "e.wav,x,valid,,,fay\n"));
  const SoundAudit found = audit_of(data);
  CHECK(finding(found, "in_train", Split::kTest).text == "1 of 3 test sounds (33.3 %) are in train too");
  CHECK(finding(found, "conflicts", Split::kTest).affected == 1);
  CHECK(finding(found, "files", Split::kTest).text ==
        "1 of 3 test sounds (33.3 %) are parts of files of which train has a part too, 1 of them overlap it");
  CHECK(finding(found, "groups", Split::kTest).text == "1 of 3 test sounds (33.3 %) are of a group that train has too");
  const std::vector<FlaggedPair> pairs = flagged_pairs(found, data);
  REQUIRE(pairs.size() == 2);
  CHECK(pairs[0].kind == "duplicate");
  CHECK(pairs[0].sample.line == 5);
  CHECK(pairs[0].of.line == 2);
  CHECK(pairs[1].kind == "overlap");
  CHECK(pairs[1].similarity == Approx(0.2));
}

TEST_CASE("silence has a level that can be compared") {
  const TempFolder folder;
  const SoundAudit found = audit_of(tones(folder, [](const std::string& path, double hertz, bool odd) {
    write_tone(path, hertz, 0.05, 8000, odd ? 0.0F : 1.0F);
  }));
  CHECK(accuracy(found, "level") == 1);
  CHECK(std::isinf(peak_dbfs(std::vector<float>(4, 0.0F))));
}
