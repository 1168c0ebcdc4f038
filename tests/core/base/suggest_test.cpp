#include "core/base/suggest.h"

#include <vector>

#include "tests/support/catch.h"

namespace undula {

TEST_CASE("closest finds what was probably meant") {
  const std::vector<std::string> verbs = {"train", "classify", "evaluate", "info", "doctor"};
  CHECK(closest("trian", verbs) == "train");
  CHECK(closest("clasify", verbs) == "classify");
  CHECK(closest("evaluates", verbs) == "evaluate");
  CHECK(closest("doctor", verbs) == "doctor");
  CHECK(closest("generate", verbs).empty());
  CHECK(closest("", verbs).empty());
}

TEST_CASE("closest takes the nearest, and the first of equals") {
  const std::vector<std::string> names = {"steps", "seed", "seeds"};
  CHECK(closest("seeds", names) == "seeds");
  CHECK(closest("sed", names) == "seed");
  CHECK(closest("see", std::vector<std::string>{"bee", "fee"}) == "bee");
  CHECK(closest("xy", std::vector<std::string>{"ab"}).empty());
}

}  // namespace undula
