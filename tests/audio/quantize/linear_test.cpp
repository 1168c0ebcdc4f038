#include "audio/quantize/linear.h"

#include <limits>

#include "tests/support/catch.h"

using namespace undula;

TEST_CASE("linear codes give every integer sample back") {
  for (const int bits : {8, 16}) {
    const int half = 1 << (bits - 1);
    for (int value = -half; value < half; ++value) {
      const float x = static_cast<float>(value) / static_cast<float>(half);
      const uint16_t code = linear_encode(x, bits);
      if (code != value + half || linear_decode(code, bits) != x) FAIL(bits << " bits, " << value);
    }
    CHECK(linear_encode(1, bits) == 2 * half - 1);
    CHECK(linear_encode(-9, bits) == 0);
    CHECK(linear_encode(std::numeric_limits<float>::quiet_NaN(), bits) == half);
  }
}
