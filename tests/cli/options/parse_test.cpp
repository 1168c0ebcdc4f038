#include "cli/options/parse.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/base/error.h"
#include "core/io/toml_config.h"
#include "tests/support/catch.h"

using namespace undula;
using namespace undula::cli;
using undula::test::contains;

namespace {

/// A verb with an option of every kind.
struct Verb {
  std::string model, out = "-", config;
  std::vector<std::string> inputs;
  std::vector<int64_t> lengths;
  int64_t steps = 7;
  double rate = 0.5;
  bool quiet = false;
  OptionSet options{"verb", "does something"};

  Verb() {
    options.add_positional("MODEL", &model, "a model");
    options.add_positional("INPUT", &inputs, "inputs").optional();
    options.add("-o,--out", &out, "FILE", "output");
    options.add("-n,--steps", &steps, "N", "steps").env("UNDULA_TEST_STEPS").range(1, 100);
    options.add("--rate", &rate, "X", "rate").range(0, 1);
    options.add("--lengths", &lengths, "N,N", "lengths");
    options.add_switch("-q,--quiet", &quiet, "quiet").command_line_only();
    options.add("--config", &config, "FILE", "file").config_file();
  }
  void parse(const std::vector<std::string>& arguments) { parse_options(options, arguments); }
};

/// A configuration file for one test.
struct ConfigFile {
  std::string path =
      (std::filesystem::temp_directory_path() / ("undula_parse_" + std::to_string(getpid()) + ".toml")).string();
  explicit ConfigFile(const std::string& text) { std::ofstream(path) << text; }
  ~ConfigFile() { std::filesystem::remove(path); }
};

}  // namespace

TEST_CASE("options are read in every spelling") {
  Verb v;
  v.parse({"-n5", "m", "--rate=0.25", "a", "-q", "--lengths", "1,2,3", "-o", "x.tsv", "-", "--", "-b"});
  CHECK(v.model == "m");
  CHECK(v.inputs == std::vector<std::string>{"a", "-", "-b"});
  CHECK(v.steps == 5);
  CHECK(v.rate == 0.25);
  CHECK(v.lengths == std::vector<int64_t>{1, 2, 3});
  CHECK(v.out == "x.tsv");
  CHECK(v.quiet);
}

TEST_CASE("the command line beats the environment, which beats a file, which beats the default") {
  const ConfigFile file("steps = 30\nrate = 0.125\ninput = [\"f1\", \"f2\"]\nlengths = [4, 5]\n");
  Verb plain;
  plain.parse({"m", "--config", file.path});
  CHECK(plain.steps == 30);
  CHECK(plain.rate == 0.125);
  CHECK(plain.inputs == std::vector<std::string>{"f1", "f2"});
  CHECK(plain.lengths == std::vector<int64_t>{4, 5});
  CHECK(plain.out == "-");

  setenv("UNDULA_TEST_STEPS", "40", 1);
  Verb with_environment;
  with_environment.parse({"m", "x", "--config", file.path});
  CHECK(with_environment.steps == 40);
  CHECK(with_environment.inputs == std::vector<std::string>{"x"});
  Verb with_flag;
  with_flag.parse({"m", "-n", "50", "--config", file.path});
  CHECK(with_flag.steps == 50);
  unsetenv("UNDULA_TEST_STEPS");
}

TEST_CASE("the resolved configuration gives the same options again") {
  Verb v;
  v.parse({"m", "a b", "it's", "--lengths", "9,8", "--rate", "0.1"});
  const ConfigFile file(toml_text(v.options.resolved()));
  Verb again;
  again.parse({"--config", file.path});
  CHECK(again.model == v.model);
  CHECK(again.inputs == v.inputs);
  CHECK(again.lengths == v.lengths);
  CHECK(again.rate == v.rate);
  CHECK(again.steps == v.steps);
}

TEST_CASE("wrong options are refused with a reason") {
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrong = {
      {{}, "MODEL is missing"},
      {{"m", "--step", "5"}, "did you mean '--steps'?"},
      {{"m", "--steps"}, "--steps needs a value: N"},
      {{"m", "--steps", "--quiet"}, "--steps needs a value: N"},
      {{"m", "--steps", "5x"}, "expected a whole number"},
      {{"m", "--steps", "101"}, "expected from 1 to 100"},
      {{"m", "--rate", "nan"}, "expected from 0 to 1"},
      {{"m", "--lengths", "1,,2"}, "expected a whole number"},
  };
  for (const auto& [arguments, reason] : wrong) {
    Verb v;
    CHECK_THROWS_WITH(v.parse(arguments), contains(reason));
  }
}

TEST_CASE("a switch of the command line is no key of a file") {
  const ConfigFile file("quiet = true\n");
  Verb v;
  CHECK_THROWS_WITH(v.parse({"m", "--config", file.path}), contains("unknown key 'quiet'"));
}
