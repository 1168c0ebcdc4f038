#include "core/io/toml_config.h"

#include <algorithm>

#include "core/base/error.h"
#include "tests/support/catch.h"

namespace undula {
namespace {

void check_refused(const std::string& text, const std::string& where) {
  INFO(text);
  try {
    parse_toml(text, "run.toml");
    FAIL("the text was accepted");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kUsage);
    CHECK(error.where() == where);
  }
}

}  // namespace

TEST_CASE("TOML is flattened, with the place of every value") {
  const auto entries = parse_toml(
      "seed = 7\n"
      "[train]\n"
      "lr = 1e-3\n"
      "preset = \"small\"\n"
      "balanced = true\n"
      "data = [\"a=1.fa\", \"b.fa\"]\n"
      "model.width = 1_000\n",
      "run.toml");
  REQUIRE(entries.size() == 6);
  CHECK(entries[0].key == "seed");
  CHECK(entries[0].values == std::vector<ConfigValue>{{"7", false}});
  CHECK(entries[1].key == "train.lr");
  CHECK(std::stod(entries[1].values[0].text) == 1e-3);
  CHECK(entries[1].line == 3);
  CHECK(entries[1].column == 6);
  CHECK(entries[2].values == std::vector<ConfigValue>{{"small", true}});
  CHECK(entries[3].values == std::vector<ConfigValue>{{"true", false}});
  CHECK(entries[4].is_list);
  CHECK(entries[4].values == std::vector<ConfigValue>{{"a=1.fa", true}, {"b.fa", true}});
  CHECK(entries[5].key == "train.model.width");
  CHECK(entries[5].values == std::vector<ConfigValue>{{"1000", false}});
  CHECK(parse_toml("", "run.toml").empty());
}

TEST_CASE("TOML errors say where") {
  check_refused("seed = 7\nlr = \n", "run.toml, line 2, column 6");
  check_refused("a = 1\na = 2\n", "run.toml, line 2, column 5");
  check_refused("a = [[1], [2]]", "run.toml, line 1, column 6");
  check_refused("[[runs]]\na = 1\n", "run.toml, line 1, column 1");
  for (const char* path : {"/nonexistent/run.toml", "/"}) {
    try {
      read_toml(path);
      FAIL("the file was read");
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::kMissing);
    }
  }
}

TEST_CASE("TOML that we write reads back equal") {
  const std::vector<ConfigEntry> entries = {
      {"train.lr", {{"0.001", false}}, false},
      {"seed", {{"7", false}}, false},
      {"data", {{"a \"b\"\\\n\t\x01\x7f.fa", true}, {"é.fa", true}}, true},
      {"train.model.width", {{"64", false}}, false},
      {"train.preset", {{"small", true}}, false},
      {"none", {}, true},
  };
  const std::string text = toml_text(entries);
  const auto read = parse_toml(text, "text");
  REQUIRE(read.size() == entries.size());
  CHECK(toml_text(read) == text);
  for (const ConfigEntry& entry : entries) {
    const auto same = [&](const ConfigEntry& other) {
      return other.key == entry.key && other.values == entry.values && other.is_list == entry.is_list;
    };
    CHECK(std::count_if(read.begin(), read.end(), same) == 1);
  }
  CHECK(toml_text({{"seed", {{"7", false}}, false}, {"train.lr", {{"0.1", false}}, false}}) ==
        "seed = 7\n\n[train]\nlr = 0.1\n");
}

}  // namespace undula
