#include "cli/output/audit_text.h"

#include "cli/output/text_table.h"
#include "cli/term/format.h"

namespace undula::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string range_text(const std::string& low, const std::string& high) {
  return low == high ? low : low + " to " + high;
}

std::string length_range(const Quantiles& length) {
  return range_text(grouped(static_cast<int64_t>(length.least)), grouped(static_cast<int64_t>(length.most)));
}

std::string gc_range(const Quantiles& gc) {
  return range_text(fixed(100 * gc.low, 1), fixed(100 * gc.high, 1));
}

JsonObject quantiles_json(const Quantiles& q) {
  return JsonObject()
      .add("min", q.least)
      .add("p5", q.low)
      .add("median", q.median)
      .add("p95", q.high)
      .add("max", q.most);
}

}  // namespace

Rows class_rows(const Audit& audit, const LabelledData& data) {
  Rows rows = {{"split", "class", "sequences", "bases", "median length", "lengths", "median GC %", "90 % of GC"}};
  for (const ClassSummary& summary : audit.classes) {
    rows.push_back({std::string(to_string(summary.split)), data.classes()[static_cast<size_t>(summary.label)],
                    grouped(summary.sequences), grouped(summary.bases),
                    grouped(static_cast<int64_t>(summary.length.median)), length_range(summary.length),
                    fixed(100 * summary.gc.median, 1), gc_range(summary.gc)});
  }
  return rows;
}

Rows cue_rows(const Audit& audit) {
  Rows rows = {{"without a model", "accuracy", "MCC"}};
  for (const CueScore& score : audit.scores)
    rows.push_back({score.title, fixed(score.accuracy, 4), fixed(score.mcc, 4)});
  return rows;
}

std::string audit_text(const Audit& audit, const LabelledData& data) {
  std::string text = table_text(class_rows(audit, data)) + "\n";
  if (!audit.scores.empty()) {
    Rows rows = cue_rows(audit);
    rows.front().front() += ", on " + std::string(to_string(audit.judged.back().split));
    text += table_text(rows) + "\n";
  }
  for (const Finding& finding : audit.findings) text += (finding.warn ? "warn: " : "ok:   ") + finding.text + "\n";
  return text;
}

JsonObject audit_json(const Audit& audit, const LabelledData& data) {
  JsonArray classes, scores, findings;
  for (const ClassSummary& summary : audit.classes) {
    classes.add(JsonObject()
                    .add("split", to_string(summary.split))
                    .add("class", data.classes()[static_cast<size_t>(summary.label)])
                    .add("sequences", summary.sequences)
                    .add("bases", summary.bases)
                    .add("length", quantiles_json(summary.length))
                    .add("gc", quantiles_json(summary.gc)));
  }
  for (const CueScore& score : audit.scores) {
    scores.add(JsonObject().add("rule", score.name).add("accuracy", score.accuracy).add("mcc", score.mcc));
  }
  int64_t warnings = 0;
  for (const Finding& finding : audit.findings) {
    warnings += finding.warn;
    findings.add(JsonObject()
                     .add("check", finding.check)
                     .add("split", to_string(finding.split))
                     .add("verdict", finding.warn ? "warn" : "ok")
                     .add("affected", finding.affected)
                     .add("of", finding.of)
                     .add("text", finding.text));
  }
  JsonObject json;
  json.add("threshold", audit.options.threshold).add("classes", classes);
  if (!audit.judged.empty()) json.add("scored_on", to_string(audit.judged.back().split));
  return json.add("scores", scores).add("warnings", warnings).add("findings", findings);
}

}  // namespace undula::cli
