#include "core/report/heat_map.h"

#include <limits>

#include "core/base/error.h"
#include "tests/support/catch.h"

using namespace undula;

namespace {

HeatMap small() {
  const double none = std::numeric_limits<double>::quiet_NaN();
  return {"t<", "s", "x", {"up", "down"}, 9, {2, 0, none, -2, 1, none}, {1, 0, -1}};
}

size_t count(const std::string& text, const std::string& part) {
  size_t found = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("heat map: a cell per known value, as far from white as it is from zero") {
  const std::string svg = svg_heat_map(small());
  CHECK(svg.starts_with("<svg"));
  CHECK(count(svg, "<rect") == 2 + 4 + 2 + 41);  // ground, cells, dots, legend
  CHECK(count(svg, "rgb(213,94,0)") == 2);       // 2, and the top of the legend
  CHECK(count(svg, "rgb(0,114,178)") == 2);      // -2, and its bottom
  CHECK(count(svg, "rgb(234,175,128)") == 2);    // 1, half way
  CHECK(count(svg, "t&lt;") == 2);
  CHECK(count(svg, ">10</text>") == 1);
  CHECK(svg == svg_heat_map(small()));
}

TEST_CASE("heat map: values must fit their rows and columns") {
  HeatMap map = small();
  map.values.pop_back();
  CHECK_THROWS_AS(svg_heat_map(map), Error);
  map = small();
  map.reference.clear();
  CHECK_THROWS_AS(svg_heat_map(map), Error);
}
