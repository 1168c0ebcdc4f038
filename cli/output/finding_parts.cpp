#include "cli/output/finding_parts.h"

#include "cli/output/run_record.h"
#include "cli/output/text_table.h"
#include "cli/term/format.h"

namespace undula::cli {

std::string range_text(const std::string& low, const std::string& high) {
  return low == high ? low : low + " to " + high;
}

Rows cue_rows(const std::vector<CueScore>& scores, Split split) {
  Rows rows = {{"without a model, on " + std::string(to_string(split)), "accuracy", "MCC"}};
  for (const CueScore& score : scores) {
    rows.push_back({score.title, fixed(score.accuracy, 4), fixed(score.mcc, 4)});
    if (score.interval) rows.back()[1] = interval_text(*score.interval, Metric::kAccuracy);
    if (score.interval) rows.back()[2] = interval_text(*score.interval, Metric::kMcc);
  }
  return rows;
}

std::string findings_text(const std::vector<CueScore>& scores, Split split, const std::vector<Finding>& findings) {
  std::string text;
  if (!scores.empty()) text = table_text(cue_rows(scores, split)) + "\n";
  for (const Finding& finding : findings) text += (finding.warn ? "warn: " : "ok:   ") + finding.text + "\n";
  return text;
}

void add_findings(const std::vector<CueScore>& scores, Split split, const std::vector<Finding>& findings,
                  JsonObject& json) {
  JsonArray rules, verdicts;
  for (const CueScore& score : scores) {
    JsonObject rule;
    rule.add("rule", score.name).add("accuracy", score.accuracy).add("mcc", score.mcc);
    if (score.interval)
      rule.add("accuracy_low", score.interval->low[Metric::kAccuracy])
          .add("accuracy_high", score.interval->high[Metric::kAccuracy]);
    rules.add(rule);
  }
  for (const Finding& finding : findings) {
    verdicts.add(JsonObject()
                     .add("check", finding.check)
                     .add("split", to_string(finding.split))
                     .add("verdict", finding.warn ? "warn" : "ok")
                     .add("affected", finding.affected)
                     .add("of", finding.of)
                     .add("text", finding.text));
  }
  if (!scores.empty()) json.add("scored_on", to_string(split));
  json.add("scores", rules).add("warnings", static_cast<int64_t>(warnings_of(findings).size()));
  json.add("findings", verdicts);
}

JsonObject quantiles_json(const Quantiles& q) {
  return JsonObject()
      .add("min", q.least)
      .add("p5", q.low)
      .add("median", q.median)
      .add("p95", q.high)
      .add("max", q.most);
}

RunReport findings_page(const std::string& audited, const std::vector<CueScore>& scores,
                        const std::vector<Finding>& findings) {
  RunReport report;
  report.title = "Audit of " + audited;
  report.notes = warnings_of(findings);
  report.subtitle = grouped(static_cast<int64_t>(report.notes.size())) + " of " +
                    grouped(static_cast<int64_t>(findings.size())) + " checks found something";
  for (const CueScore& score : scores)
    report.cards.push_back({score.title, fixed(100 * score.accuracy, 1) + " %", "MCC " + fixed(score.mcc, 3)});
  Rows verdicts = {{"verdict", "check", "affected", "of", "finding"}};
  for (const Finding& finding : findings) {
    verdicts.push_back(
        {finding.warn ? "warn" : "ok", finding.check, grouped(finding.affected), grouped(finding.of), finding.text});
  }
  report.sections.push_back({"Verdicts", {}, {report_table(std::move(verdicts))}});
  report.reproduce = {command_line()};
  return report;
}

ReportTable report_table(Rows rows) {
  const std::vector<std::string> header = rows.front();
  rows.erase(rows.begin());
  return {"", header, std::move(rows)};
}

}  // namespace undula::cli
