#include "audio/tasks/labelled/sound_rows.h"

#include "tests/audio/support/tone_files.h"
#include "tests/support/errors.h"
#include "tests/support/temp_folder.h"

using namespace undula;
using namespace undula::testing;

namespace {

struct Forms {
  Forms() {
    for (const char* name : {"low/a.wav", "low/b.wav", "high/c.wav"})
      write_mono(folder.path() / "classes" / name, sine(440, 0.01, 8000), 8000);
  }
  SoundRows read(const std::string& input, const std::string& group = "") const {
    return read_sound_rows({.inputs = {input}, .valid = "", .test = "", .group_column = group, .labels_needed = true});
  }
  std::string label(const SoundRows& rows, size_t i) const {
    return rows.labels.names()[static_cast<size_t>(rows.rows[i].label)];
  }
  std::string error(const std::string& input, ErrorKind kind = ErrorKind::kBadInput) const {
    return error_of(kind, [&] { read(input); });
  }
  TempFolder folder;
};

}  // namespace

TEST_CASE("sounds come from a folder for each class, also below train and test") {
  const Forms forms;
  const SoundRows rows = forms.read(forms.folder.path() / "classes");
  REQUIRE(rows.rows.size() == 3);
  CHECK(forms.label(rows, 0) == "high");
  CHECK(forms.label(rows, 1) == "low");
  CHECK(rows.rows[1].split == Split::kNone);

  write_mono(forms.folder.path() / "parts/train/low/a.wav", sine(440, 0.01, 8000), 8000);
  write_mono(forms.folder.path() / "parts/test/low/b.wav", sine(440, 0.01, 8000), 8000);
  const SoundRows parts = forms.read(forms.folder.path() / "parts");
  REQUIRE(parts.rows.size() == 2);
  CHECK(parts.rows[0].split == Split::kTest);
  CHECK(parts.rows[1].split == Split::kTrain);
}

TEST_CASE("a table names sounds beside it, parts of them, splits and groups") {
  const Forms forms;
  const std::string table = forms.folder.write("classes/t.csv",
                                               "path,label,split,start,duration,speaker\n"
                                               "low/a.wav,low,train,0.5,1:02,ann\n\"high/c.wav\",high,dev,80s,,bob\n");
  const SoundRows rows = forms.read(table, "speaker");
  REQUIRE(rows.rows.size() == 2);
  CHECK(rows.files.names()[0] == (forms.folder.path() / "classes/low/a.wav").string());
  CHECK(rows.rows[0].start->seconds == 0.5);
  CHECK(rows.rows[0].duration->seconds == 62);
  CHECK(rows.rows[1].start->samples == 80);
  CHECK_FALSE(rows.rows[1].duration);
  CHECK(rows.rows[1].split == Split::kValid);
  CHECK(rows.rows[0].group == "ann");
  CHECK(rows.where(rows.rows[1]) == table + ", line 3");
}

TEST_CASE("JSON lines have NeMo's keys") {
  const Forms forms;
  const SoundRows rows = forms.read(forms.folder.write(
      "l.jsonl",
      "{\"audio_filepath\": \"classes/low/a.wav\", \"offset\": 0.25, \"duration\": 1, \"label\": \"low\"}\n\n"
      "{\"audio_filepath\": \"/x.wav\", \"label\": 3}\n"));
  REQUIRE(rows.rows.size() == 2);
  CHECK(rows.files.names()[0] == (forms.folder.path() / "classes/low/a.wav").string());
  CHECK(rows.rows[0].start->seconds == 0.25);
  CHECK(rows.files.names()[1] == "/x.wav");
  CHECK(forms.label(rows, 1) == "3");
}

TEST_CASE("Audacity's labels stand beside the sound of their name") {
  const Forms forms;
  const std::string labels = forms.folder.write(
      "classes/low/a.txt", "0.001\t0.002\tone\n\\\t100\t200\n0.003\t0.003\tpoint\n0.004\t0.01\ttwo\n");
  const SoundRows rows = forms.read(labels);
  REQUIRE(rows.rows.size() == 2);
  CHECK(rows.files.names() == std::vector<std::string>{(forms.folder.path() / "classes/low/a.wav").string()});
  CHECK(rows.rows[1].start->seconds == 0.004);
  CHECK(rows.rows[1].duration->seconds == Approx(0.006));
  CHECK(forms.label(rows, 1) == "two");
}

TEST_CASE("LABEL=FILE takes a sound or a folder of sounds") {
  const Forms forms;
  const SoundRows rows = forms.read("deep=" + (forms.folder.path() / "classes").string());
  CHECK(rows.rows.size() == 3);
  CHECK(forms.label(rows, 2) == "deep");
}

TEST_CASE("what is wrong with labelled sounds is told with its place") {
  const Forms forms;
  const auto table = [&](const std::string& text) { return forms.error(forms.folder.write("t.csv", text)); };
  contains(table("path,lable\na.wav,x\n"), "no column 'label'");
  contains(table("path,lable\na.wav,x\n"), "is it 'lable'?");
  contains(table("path,label,start\na.wav,x,soon\n"), "t.csv, line 2");
  contains(table("path,label,split\na.wav,x,train\nb.wav,y,\n"), "some rows have a split and some have none");
  contains(table("path,label,split\na.wav,x,practice\n"), "'practice' is no split");
  contains(table("path,label\na.wav,\n"), "an empty label");
  contains(forms.error(forms.folder.write("l.jsonl", "{\"label\": \"x\"}\n")), "without \"audio_filepath\"");
  contains(forms.error(forms.folder.write("l.jsonl", "{\"audio_filepath\": \"a\", \"label\": \"x\"}\nno\n")), "line 2");
  contains(forms.error(forms.folder.path() / "classes/low"), "a folder of 2 sounds that have no labels");
  contains(forms.error(forms.folder.path() / "classes/low/b.wav", ErrorKind::kUsage), "a sound without a label");
  contains(forms.error("low=missing.wav", ErrorKind::kMissing), "no such file");
}
