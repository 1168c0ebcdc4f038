#include "cli/output/audit_page.h"

#include "cli/output/audit_text.h"
#include "cli/output/finding_parts.h"
#include "core/report/html_report.h"
#include "core/report/line_plot.h"

namespace undula::cli {
namespace {

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
  RunReport report = findings_page(data.sources.front(), audit.scores, audit.findings);
  report.sections.push_back({"Lengths and GC", {{gc_plot(audit, data), ""}}, {report_table(class_rows(audit, data))}});
  return html_report(report);
}

}  // namespace undula::cli
