#include "audio/quantize/mu_law.h"

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "tests/support/catch.h"

using namespace undula;

namespace {

/// The 257 borders between codes on [-1, 1], straight from the inverse: (256^|y| - 1) / 255.
std::array<double, 257> borders() {
  std::array<double, 257> table;
  for (int i = 0; i <= 256; ++i) {
    const double y = i / 128.0 - 1;
    table[static_cast<size_t>(i)] = (y < 0 ? -1 : 1) * (std::pow(256.0, std::fabs(y)) - 1) / 255;
  }
  return table;
}

}  // namespace

TEST_CASE("the fixed mu-law follows a table of its borders") {
  const auto table = borders();
  for (int code = 0; code < 256; ++code) {
    const double low = table[static_cast<size_t>(code)], high = table[static_cast<size_t>(code) + 1];
    for (const double share : {0.01, 0.5, 0.99}) {
      CHECK(mu_law_encode(static_cast<float>(low + share * (high - low))) == code);
    }
    const double middle = (code + 0.5) / 128 - 1;
    const double value = (middle < 0 ? -1 : 1) * (std::pow(256.0, std::fabs(middle)) - 1) / 255;
    CHECK(mu_law_decode(static_cast<uint8_t>(code)) == Approx(value).epsilon(1e-6));
    CHECK(mu_law_encode(mu_law_decode(static_cast<uint8_t>(code))) == code);
  }
}

TEST_CASE("the fixed mu-law takes whatever a float can be") {
  CHECK(mu_law_encode(0) == 128);
  CHECK(mu_law_encode(-0.0f) == 128);
  CHECK(mu_law_encode(1) == 255);
  CHECK(mu_law_encode(-1) == 0);
  CHECK(mu_law_encode(7) == 255);
  CHECK(mu_law_encode(-std::numeric_limits<float>::infinity()) == 0);
  CHECK(mu_law_encode(std::numeric_limits<float>::quiet_NaN()) == 128);
}

TEST_CASE("the min-max mu-law is SaShiMi's") {
  // Stretched to -1, -0.5, 0, 0.5, 1 whatever the level and offset.
  for (const float scale : {1.0f, 0.25f}) {
    std::vector<float> example;
    for (const float y : {-1.0f, -0.5f, 0.0f, 0.5f, 1.0f}) example.push_back(scale * y + 0.125f);
    std::vector<uint8_t> codes(example.size());
    mu_law_encode_min_max(example, codes);
    std::vector<int> expected;
    for (const double y : {-1.0, -0.5, 0.0, 0.5, 1.0}) {
      const double companded =
          (y > 0) - (y < 0) == 0 ? 0 : (y < 0 ? -1 : 1) * std::log(1 + 255 * std::fabs(y + 1e-8)) / std::log(256.0);
      expected.push_back(static_cast<int>((std::min(companded, 1.0) + 1) / 2 * 255.99 + 0.005 + 1e-12));
    }
    CHECK(std::vector<int>(codes.begin(), codes.end()) == expected);
    CHECK(codes.front() == 0);
    CHECK(codes.back() == 255);
  }
  CHECK(mu_law_decode_min_max(0) == -1);
  CHECK(mu_law_decode_min_max(128) == 0);
  CHECK(mu_law_decode_min_max(192) == Approx(15.0 / 255));
}

TEST_CASE("silence is code 128 on the min-max scale") {
  for (const float level : {0.0f, 0.3f}) {
    const std::vector<float> example(5, level);
    std::vector<uint8_t> codes(5);
    mu_law_encode_min_max(example, codes);
    CHECK(codes == std::vector<uint8_t>(5, 128));
  }
  mu_law_encode_min_max({}, {});
}
