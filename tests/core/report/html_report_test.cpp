#include "core/report/html_report.h"

#include <algorithm>
#include <cctype>

#include "core/report/confusion_plot.h"
#include "core/report/line_plot.h"
#include "tests/support/catch.h"

namespace undula {
namespace {

RunReport full_report() {
  RunReport report;
  report.title = "runs/x <1>";
  report.subtitle = "25,124 parameters";
  report.cards = {{"Accuracy", "98.2 %", "95 % interval 97.9 to 98.5"}};
  report.notes = {"3 records were trained on"};
  report.sections = {{"Training",
                      {{svg_line_plot({"Loss", "step", "nats", {{"train", {0, 1}, {1, 0}}}}), "Cross-entropy"}},
                      {{"", {}, {{"seed", "1"}}}}},
                     {"Validation",
                      {{svg_confusion({"a", "b"}, std::vector<int64_t>{1, 2, 3, 4}), ""}},
                      {{"Metrics", {"metric", "model"}, {{"MCC", "0.9"}, {"R&D", "1"}}}}}};
  report.reproduce = {"undula train --config runs/x/run.toml", "undula evaluate runs/x/model.safetensors d.csv"};
  return report;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a report shows all its parts, escaped") {
  const std::string html = html_report(full_report());
  for (const char* part :
       {"<h1>runs/x &lt;1&gt;</h1>", "25,124 parameters", "98.2 %", "97.9 to 98.5",
        "<li>3 records were trained on</li>", "<h2>Training</h2>", "<title>Loss</title>", "Cross-entropy",
        "<h3>Metrics</h3>", "<th>model</th>", "<td>R&amp;D</td>", "--config runs/x/run.toml\nundula"}) {
    INFO(part);
    CHECK(holds(html, part));
  }
  CHECK(html == html_report(full_report()));
}

TEST_CASE("a report loads nothing") {
  std::string html = html_report(full_report());
  std::transform(html.begin(), html.end(), html.begin(), [](unsigned char c) { return std::tolower(c); });
  for (const char* load : {" src", "href", "@import", "url(", "<script", "<link", "<iframe", "<object"}) {
    INFO(load);
    CHECK(!holds(html, load));
  }
}

TEST_CASE("parts that a report does not have leave no trace") {
  const std::string html = html_report({"t", "", {}, {}, {}, {}});
  for (const char* part : {"<section", "<ul", "<table", "<pre", "<h2", "class=\"subtitle\""}) CHECK(!holds(html, part));
  const std::string empty_section = html_report({"t", "", {}, {}, {{"s", {}, {{"", {}, {{"a"}}}}}}, {}});
  for (const char* part : {"<figure", "<div class=\"plots\"", "<h3", "<thead"}) CHECK(!holds(empty_section, part));
}

}  // namespace undula
