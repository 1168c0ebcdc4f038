#include "core/train/run_folder.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/base/error.h"
#include "tests/support/catch.h"

using namespace undula;
namespace fs = std::filesystem;

namespace {

struct Place {
  fs::path path = fs::temp_directory_path() / ("undula_run_folder_" + std::to_string(getpid()));
  ~Place() { fs::remove_all(path); }
};

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("a run folder that is there gets a number, and parents are made") {
  Place place;
  const std::string wanted = (place.path / "a" / "run").string();
  CHECK(RunFolder::create(wanted).path() == wanted);
  CHECK(RunFolder::create(wanted + "/").path() == wanted + "-2");
  CHECK(RunFolder::create(wanted).path() == wanted + "-3");
  CHECK(fs::is_directory(wanted + "-3/checkpoint"));
}

TEST_CASE("a run folder cannot be made below a file") {
  Place place;
  fs::create_directories(place.path);
  std::ofstream(place.path / "file") << "x";
  CHECK_THROWS_AS(RunFolder::create((place.path / "file" / "run").string()), Error);
}

TEST_CASE("only a run with a checkpoint can be opened") {
  Place place;
  const RunFolder folder = RunFolder::create((place.path / "run").string());
  CHECK_THROWS_AS(RunFolder::open(folder.path()), Error);
  std::ofstream(folder.checkpoint()) << "x";
  std::ofstream(folder.config()) << "x";
  std::ofstream(folder.checkpoint() + ".123.partial") << "x";
  CHECK(RunFolder::open(folder.path()).path() == folder.path());
  CHECK(fs::exists(folder.checkpoint()));
  CHECK(!fs::exists(folder.checkpoint() + ".123.partial"));
}

TEST_CASE("metrics after the step that is resumed are dropped") {
  Place place;
  const RunFolder folder = RunFolder::create((place.path / "run").string());
  for (int64_t step = 8; step <= 12; ++step) folder.log(JsonObject().add("step", step).add("loss", 0.5));
  CHECK(folder.read("loss").x == std::vector<double>{8, 9, 10, 11, 12});
  CHECK(folder.read("loss").y == std::vector<double>(5, 0.5));
  CHECK(folder.read("valid_log_loss").x.empty());
  std::ofstream(folder.metrics(), std::ios::app) << "{\"step\": 1";  // 13, had the machine not crashed
  folder.forget_after(9);
  CHECK(text_of(folder.metrics()) == "{\"step\": 8, \"loss\": 0.5}\n{\"step\": 9, \"loss\": 0.5}\n");
  folder.log(JsonObject().add("step", 10));
  CHECK(text_of(folder.metrics()).ends_with("{\"step\": 10}\n"));
}
