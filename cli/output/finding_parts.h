#pragma once
#include "cli/output/evaluation_rows.h"
#include "core/audit/finding.h"
#include "core/audit/quantiles.h"
#include "core/io/json.h"
#include "core/report/html_report.h"

namespace undula::cli {

// What the audits of all kinds of data print in the same way.

/// "70.0 to 80.0", or one of them where they are the same.
std::string range_text(const std::string& low, const std::string& high);
/// One row for each simple rule, scored on `split`; the first row is the header.
Rows cue_rows(const std::vector<CueScore>& scores, Split split);
/// What simple rules score, where there is anything to score them on, and a line for each finding.
std::string findings_text(const std::vector<CueScore>& scores, Split split, const std::vector<Finding>& findings);
/// The fields "scored_on", "scores", "warnings" and "findings".
void add_findings(const std::vector<CueScore>& scores, Split split, const std::vector<Finding>& findings,
                  JsonObject& json);
JsonObject quantiles_json(const Quantiles& q);
/// A page with warnings, a card for each rule and the verdicts.
RunReport findings_page(const std::string& audited, const std::vector<CueScore>& scores,
                        const std::vector<Finding>& findings);
/// A table of rows whose first is the header.
ReportTable report_table(Rows rows);

}  // namespace undula::cli
