#include "core/io/json.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "tests/support/catch.h"

namespace undula {

TEST_CASE("JSON lines keep the order of their keys") {
  const std::string text = JsonObject()
                               .add("step", 3)
                               .add("loss", 0.5)
                               .add("done", true)
                               .add("name", "x")
                               .add("ci", JsonArray().add(1).add(2u))
                               .add("nested", JsonObject().add("empty", JsonArray()))
                               .text();
  CHECK(text == R"({"step": 3, "loss": 0.5, "done": true, "name": "x", "ci": [1, 2], "nested": {"empty": []}})");
  CHECK(JsonObject().text() == "{}");
}

TEST_CASE("JSON numbers read back to the same value") {
  for (const double x : {0.1, 1.0 / 3, 1e300, 5e-324, -0.0, 123456789012345678.0}) {
    CHECK(nlohmann::json::parse(json_text(x)).get<double>() == x);
  }
  CHECK(json_text(0.1f) == "0.1");
  CHECK(json_text(std::numeric_limits<int64_t>::min()) == "-9223372036854775808");
  CHECK(json_text(std::numeric_limits<uint64_t>::max()) == "18446744073709551615");
  CHECK(json_text(std::nan("")) == "null");
  CHECK(json_text(-std::numeric_limits<float>::infinity()) == "null");
}

TEST_CASE("JSON strings are escaped") {
  CHECK(json_text("a\"b\\c\n\t\x01") == R"("a\"b\\c\n\t\u0001")");
  std::string all;
  for (char c = 1; c < 127; ++c) all += c;
  all += "é";
  CHECK(nlohmann::json::parse(json_text(all)).get<std::string>() == all);
}

}  // namespace undula
