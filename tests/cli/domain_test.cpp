#include "cli/domain.h"

#include <filesystem>
#include <fstream>

#include "audio/io/sound_writer.h"
#include "core/base/error.h"
#include "tests/support/catch.h"

namespace undula::cli {
namespace {

namespace fs = std::filesystem;

/// A folder of its own for a test case.
std::string fresh_folder(const std::string& name) {
  const std::string path = fs::temp_directory_path() / ("undula_domain_" + name);
  fs::remove_all(path);
  fs::create_directories(path);
  return path;
}

void write(const std::string& path, const std::string& text) {
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path) << text;
}

void write_sound(const std::string& path) {
  fs::create_directories(fs::path(path).parent_path());
  SoundWriter writer(path, {.rate = 8000});
  const float samples[4] = {0, 0.5F, -0.5F, 0};
  writer.write(samples, 4);
  writer.finish();
}

TEST_CASE("the domain of data is seen from its content, in any of its forms") {
  const std::string at = fresh_folder("forms");
  write_sound(at + "/sounds/low/a.wav");
  fs::copy_file(at + "/sounds/low/a.wav", at + "/nameless");
  write(at + "/reads/one/a.fa", ">a\nACGT\n");
  write(at + "/sound.csv", "path,label\n\"sounds/low/a.wav\",low\n");
  write(at + "/sound.tsv", "label\tpath\tspeaker\nlow\tnameless\tx\n");
  write(at + "/dna.tsv", "path\tlabel\nreads/one/a.fa\tone\n");
  write(at + "/sequences.csv", "sequence,label\nACGT,one\n");
  write(at + "/list.jsonl", "{\"audio_filepath\": \"sounds/low/a.wav\", \"label\": \"low\"}\n");
  write(at + "/labels.txt", "0.0\t0.5\tlow\n");
  for (const char* sound : {"/sounds", "/nameless", "/sound.csv", "/sound.tsv", "/list.jsonl", "/labels.txt"})
    CHECK(domain_of_data({at + sound}) == Domain::kSound);
  CHECK(domain_of_data({"low=" + at + "/nameless", "high=" + at + "/sounds/low/a.wav"}) == Domain::kSound);
  for (const char* dna : {"/reads", "/reads/one/a.fa", "/dna.tsv", "/sequences.csv", "/missing"})
    CHECK(domain_of_data({at + dna}) == Domain::kDna);
}

TEST_CASE("an option of the other domain is an error where it was given, and left out where not") {
  double mutate = 0;
  int64_t rate = 0;
  const auto declare = [&](OptionSet& options) {
    options.add("--mutate", &mutate, "P", "").only_for("DNA");
    options.add("--rate", &rate, "N", "").only_for("sound");
  };
  OptionSet quiet("undula train", "");
  declare(quiet);
  choose_domain(quiet, Domain::kSound, "sounds");
  REQUIRE(quiet.resolved().size() == 1);
  CHECK(quiet.resolved().front().key == "rate");

  OptionSet given("undula train", "");
  declare(given);
  given.find("--mutate")->assign("0.1", OptionSource::kCommandLine, "", "");
  CHECK_THROWS_WITH(choose_domain(given, Domain::kSound, "sounds"),
                    test::contains("--mutate is for DNA, not for sound"));
}

}  // namespace
}  // namespace undula::cli
