#include "core/report/axis.h"

#include "tests/support/catch.h"

namespace undula {
namespace {

std::vector<std::string> labels(const Axis& axis) {
  std::vector<std::string> texts;
  for (const double tick : axis.ticks()) texts.push_back(axis.label(tick));
  return texts;
}

}  // namespace

TEST_CASE("an axis ends on round ticks around its values") {
  CHECK(labels(Axis(0.03, 0.97, 0, 1)) == std::vector<std::string>{"0", "0.2", "0.4", "0.6", "0.8", "1"});
  CHECK(labels(Axis(0, 2999, 0, 1)) == std::vector<std::string>{"0", "500", "1000", "1500", "2000", "2500", "3000"});
  CHECK(labels(Axis(-3, 4, 0, 1)) == std::vector<std::string>{"-3", "-2", "-1", "0", "1", "2", "3", "4"});
  CHECK(labels(Axis(0.0101, 0.0139, 0, 1)) == std::vector<std::string>{"0.01", "0.011", "0.012", "0.013", "0.014"});
}

TEST_CASE("an axis without extent gets one") {
  CHECK(labels(Axis(7, 7, 0, 1)) == std::vector<std::string>{"6.4", "6.6", "6.8", "7", "7.2", "7.4", "7.6"});
  CHECK(Axis(1e9, 1e9, 0, 1).ticks().size() < 12);
}

TEST_CASE("values map to pixels in a straight line") {
  const Axis axis(0, 10, 300, 100);
  CHECK(axis.pixel(0) == 300);
  CHECK(axis.pixel(10) == 100);
  CHECK(axis.pixel(2.5) == 250);
}

}  // namespace undula
