#include "core/nn/filter_stem.h"

#include <algorithm>
#include <cmath>

#include "tests/support/catch.h"

namespace undula {

TEST_CASE("an update moves learned filters by at most a hundredth of their peaks") {
  FilterStem stem({{40, 256, 8000}, 80, 5}, 48);
  ParamStore params;
  StateLayout states(DType::kF32);
  stem.declare(params, states, "");
  params.allocate(DType::kF32, false);
  params.initialise(RandomKey(1));
  const Param* filters = params.find("filters");
  REQUIRE((filters != nullptr && filters->peak_rate > 0));
  for (int64_t c = 0; c < 80; ++c) {
    const float* weights = filters->value.as<float>() + c * 256;
    const float peak =
        std::abs(*std::max_element(weights, weights + 256, [](float a, float b) { return std::abs(a) < std::abs(b); }));
    CHECK(filters->peak_rate <= 0.01 * peak);
  }
}

}  // namespace undula
