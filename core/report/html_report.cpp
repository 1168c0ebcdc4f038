#include "core/report/html_report.h"

#include <string_view>

#include "core/report/svg.h"

namespace undula {
namespace {

constexpr std::string_view kStyle = R"(
:root { color: #1f2933; background: #f4f6f8; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 1080px; margin: 0 auto; padding: 24px 20px 48px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 36px 0 10px; break-after: avoid; }
h3 { font-size: 15px; margin: 20px 0 8px; break-after: avoid; }
.subtitle { color: #66727f; margin: 4px 0 20px; overflow-wrap: anywhere; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(160px, 1fr)); gap: 12px; }
.card { background: #fff; border: 1px solid #e1e5ea; border-radius: 8px; padding: 12px 16px; }
.card .label { color: #66727f; font-size: 13px; }
.card .value { font-size: 26px; font-weight: 600; line-height: 1.3; }
.card .detail { color: #66727f; font-size: 13px; }
.notes { background: #fff8e1; border: 1px solid #f0d98c; border-radius: 8px; margin: 16px 0 0; padding: 10px 16px 10px 34px; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 500px), 1fr)); gap: 12px; }
figure { background: #fff; border: 1px solid #e1e5ea; border-radius: 8px; margin: 0; padding: 12px; max-width: 100%; box-sizing: border-box; }
figure svg { display: block; margin: 0 auto; max-width: 100%; height: auto; }
figcaption { color: #66727f; font-size: 13px; margin-top: 6px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; background: #fff; border: 1px solid #e1e5ea; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 14px; border-bottom: 1px solid #e1e5ea; text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
th { font-weight: 600; background: #f8f9fb; }
.facts td { text-align: left; white-space: normal; }
pre { background: #1f2933; color: #f4f6f8; border-radius: 8px; padding: 12px 16px; overflow-x: auto; font-size: 13px; }
@media print {
  :root { background: #fff; font-size: 12px; }
  body { max-width: none; padding: 0; }
  figure, table, .card, pre, .notes { break-inside: avoid; }
  pre { background: #fff; color: #000; border: 1px solid #888; white-space: pre-wrap; }
}
)";

std::string element(std::string_view tag, std::string_view css_class, std::string_view text) {
  if (text.empty()) return "";
  std::string html = "<" + std::string(tag);
  if (!css_class.empty()) html += " class=\"" + std::string(css_class) + "\"";
  return html + ">" + escape_markup(text) + "</" + std::string(tag) + ">\n";
}

std::string cards_html(const std::vector<ReportCard>& cards) {
  std::string html;
  for (const ReportCard& card : cards) {
    html += "<div class=\"card\">\n" + element("div", "label", card.label) + element("div", "value", card.value) +
            element("div", "detail", card.detail) + "</div>\n";
  }
  return html.empty() ? "" : "<section class=\"cards\">\n" + html + "</section>\n";
}

std::string notes_html(const std::vector<std::string>& notes) {
  std::string html;
  for (const std::string& note : notes) html += element("li", "", note);
  return html.empty() ? "" : "<ul class=\"notes\">\n" + html + "</ul>\n";
}

/// Plots side by side, in drawings of about one width.
std::string plots_html(const std::vector<ReportPlot>& plots) {
  std::string html;
  for (const ReportPlot& plot : plots) {
    html += "<figure>\n" + plot.svg + element("figcaption", "", plot.caption) + "</figure>\n";
  }
  return html.empty() ? "" : "<div class=\"plots\">\n" + html + "</div>\n";
}

std::string table_row(std::string_view tag, const std::vector<std::string>& cells) {
  std::string html = "<tr>";
  for (const std::string& cell : cells) {
    html += "<" + std::string(tag) + ">" + escape_markup(cell) + "</" + std::string(tag) + ">";
  }
  return html + "</tr>\n";
}

std::string table_html(const ReportTable& table) {
  std::string html = element("h3", "", table.title) + "<div class=\"scroll\"><table" +
                     (table.header.empty() ? " class=\"facts\"" : "") + ">\n";
  if (!table.header.empty()) html += "<thead>" + table_row("th", table.header) + "</thead>\n";
  html += "<tbody>\n";
  for (const auto& row : table.rows) html += table_row("td", row);
  return html + "</tbody>\n</table></div>\n";
}

std::string section_html(const ReportSection& section) {
  std::string html = "<section>\n" + element("h2", "", section.title) + plots_html(section.plots);
  for (const ReportTable& table : section.tables) html += table_html(table);
  return html + "</section>\n";
}

std::string reproduce_html(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text.empty() ? "" : "<h2>Reproduce</h2>\n" + element("pre", "", text);
}

}  // namespace

std::string html_report(const RunReport& report) {
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
      element("title", "", report.title) + "<style>" + std::string(kStyle) + "</style>\n</head>\n<body>\n" +
      element("h1", "", report.title) + element("p", "subtitle", report.subtitle) + cards_html(report.cards) +
      notes_html(report.notes);
  for (const ReportSection& section : report.sections) html += section_html(section);
  return html + reproduce_html(report.reproduce) + "</body>\n</html>\n";
}

}  // namespace undula
