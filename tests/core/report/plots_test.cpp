#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/report/calibration_plot.h"
#include "core/report/confusion_plot.h"
#include "core/report/line_plot.h"
#include "tests/support/catch.h"

namespace undula {
namespace {

size_t count(const std::string& text, const std::string& part) {
  size_t found = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("a line plot draws every series, with a gap where a value is missing") {
  const LinePlot plot{
      "Loss", "step", "nats", {{"train", {0, 1, 2, 3, 4}, {5, 4, NAN, 2, 1}}, {"valid", {0, 4}, {5, 2}}}};
  const std::string svg = svg_line_plot(plot);
  CHECK(count(svg, "<polyline") == 3);
  CHECK(count(svg, ">train</text>") == 1);
  CHECK(count(svg, ">valid</text>") == 1);
  CHECK(count(svg, "nan") == 0);
  CHECK(svg == svg_line_plot(plot));
}

TEST_CASE("a line plot thins long curves and survives empty ones") {
  LinePlot plot{"Loss", "step", "nats", {{"train", {}, {}}}};
  CHECK(count(svg_line_plot(plot), "<polyline") == 0);
  plot.series[0] = {"train", {1}, {2}};
  CHECK(count(svg_line_plot(plot), "<circle") == 1);
  for (int i = 0; i < 100000; ++i) {
    plot.series[0].x.push_back(i);
    plot.series[0].y.push_back(i % 10);
  }
  CHECK(svg_line_plot(plot).size() < 10000);
}

TEST_CASE("a confusion matrix shows names and counts") {
  const std::string svg = svg_confusion({"E. coli", "<b>"}, std::vector<int64_t>{11, 2, 0, 37});
  for (const char* text : {">11<", ">2<", ">0<", ">37<", ">E. coli<", ">&lt;b&gt;<"}) CHECK(count(svg, text) >= 1);
  CHECK(count(svg, "<rect") == 1 + 4);
  CHECK_THROWS_AS(svg_confusion({"a", "b"}, std::vector<int64_t>{1, 2, 3}), Error);
  CHECK_THROWS_AS(svg_confusion({}, {}), Error);
}

TEST_CASE("long names are shortened by letters, and many classes lose their numbers") {
  std::string name;
  for (int i = 0; i < 30; ++i) name += "é";
  std::string kept;
  for (int i = 0; i < 17; ++i) kept += "é";
  CHECK(count(svg_confusion({name}, std::vector<int64_t>{1}), ">" + kept + "…<") == 2);
  CHECK(count(svg_confusion(std::vector<std::string>(50, "c"), std::vector<int64_t>(2500, 1)), "<text") == 2);
}

TEST_CASE("a calibration plot has a dot for each bin") {
  Predictions predictions{2, {}, {}};
  for (int i = 0; i < 100; ++i) {
    const float p = 0.5f + 0.005f * static_cast<float>(i);
    predictions.probabilities.insert(predictions.probabilities.end(), {p, 1 - p});
    predictions.labels.push_back(i % 2);
  }
  CHECK(count(svg_calibration(predictions), "<circle") == 15);
  CHECK(count(svg_calibration({2, {0.2f, 0.8f}, {1}}), "1 record: probability 0.8, right 1") == 1);
  CHECK(count(svg_calibration({2, {}, {}}), "<circle") == 0);
}

}  // namespace undula
