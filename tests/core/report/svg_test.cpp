#include "core/report/svg.h"

#include <vector>

#include "tests/support/catch.h"

namespace undula {

TEST_CASE("markup is escaped") {
  CHECK(escape_markup("a<b & \"c\" 'd'>é\x01") == "a&lt;b &amp; &quot;c&quot; &#39;d&#39;&gt;é?");
}

TEST_CASE("numbers have no needless digits") {
  CHECK(fixed_number(1.5, 2) == "1.5");
  CHECK(fixed_number(2.0, 2) == "2");
  CHECK(fixed_number(0.125, 2) == "0.12");
  CHECK(fixed_number(-0.001, 2) == "0");
  CHECK(fixed_number(100, 0) == "100");
}

TEST_CASE("a drawing is written element by element") {
  Svg svg(20, 10, "a & b");
  svg.rect(1, 2, 3.25, 4, "#fff");
  svg.polyline(std::vector<Svg::Point>{{0, 1}, {2.5, 3}}, "#000");
  svg.text({5, 6}, "<x>", TextAnchor::kEnd, 11, "#123456");
  CHECK(svg.str() ==
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 20 10\" width=\"20\" height=\"10\" role=\"img\" "
        "font-family=\"sans-serif\">\n<title>a &amp; b</title>\n"
        "<rect x=\"1\" y=\"2\" width=\"3.25\" height=\"4\" fill=\"#fff\"/>\n"
        "<polyline points=\"0,1 2.5,3\" stroke=\"#000\" fill=\"none\" stroke-width=\"1.75\" "
        "stroke-linejoin=\"round\"/>\n"
        "<text x=\"5\" y=\"6\" text-anchor=\"end\" font-size=\"11\" fill=\"#123456\">&lt;x&gt;</text>\n</svg>\n");
}

}  // namespace undula
