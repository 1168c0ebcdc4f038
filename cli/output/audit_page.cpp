#include "cli/output/audit_page.h"

#include "cli/output/audit_text.h"
#include "cli/output/run_record.h"
#include "cli/term/format.h"
#include "core/report/html_report.h"
#include "core/report/line_plot.h"

namespace undula::cli {
namespace {

ReportTable table(const std::string& title, std::vector<std::vector<std::string>> rows) {
  const std::vector<std::string> header = rows.front();
  rows.erase(rows.begin());
  return {title, header, std::move(rows)};
}

/// The share of each training class's sequences by their GC.
std::string gc_plot(const Audit& audit, const LabelledData& data) {
  LinePlot plot{"GC of training sequences", "GC, %", "share of the class", {}};
  for (const ClassSummary& summary : audit.classes) {
    if (summary.split != Split::kTrain) continue;
    Series series{data.classes()[static_cast<size_t>(summary.label)], {}, {}};
    for (size_t bin = 0; bin < summary.gc_histogram.size(); ++bin) {
      series.x.push_back(100 * (static_cast<double>(bin) + 0.5) / kGcBins);
      series.y.push_back(static_cast<double>(summary.gc_histogram[bin]) / static_cast<double>(summary.sequences));
    }
    plot.series.push_back(std::move(series));
  }
  return svg_line_plot(plot);
}

}  // namespace

std::string audit_page(const Audit& audit, const LabelledData& data) {
  RunReport report;
  report.title = "Audit of " + data.sources.front();
  const std::vector<std::string> warnings = warnings_of(audit);
  report.subtitle = grouped(static_cast<int64_t>(warnings.size())) + " of " +
                    grouped(static_cast<int64_t>(audit.findings.size())) + " checks found something";
  report.notes = warnings;
  for (const CueScore& score : audit.scores)
    report.cards.push_back({score.title, fixed(100 * score.accuracy, 1) + " %", "MCC " + fixed(score.mcc, 3)});
  std::vector<std::vector<std::string>> verdicts = {{"verdict", "check", "affected", "of", "finding"}};
  for (const Finding& finding : audit.findings) {
    verdicts.push_back(
        {finding.warn ? "warn" : "ok", finding.check, grouped(finding.affected), grouped(finding.of), finding.text});
  }
  report.sections.push_back({"Verdicts", {}, {table("", std::move(verdicts))}});
  report.sections.push_back({"Lengths and GC", {{gc_plot(audit, data), ""}}, {table("", class_rows(audit, data))}});
  report.reproduce = {command_line()};
  return html_report(report);
}

}  // namespace undula::cli
