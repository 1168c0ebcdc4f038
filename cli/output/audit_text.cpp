#include "cli/output/audit_text.h"

#include "cli/output/finding_parts.h"
#include "cli/output/text_table.h"
#include "cli/term/format.h"

namespace undula::cli {
namespace {

std::string length_range(const Quantiles& length) {
  return range_text(grouped(static_cast<int64_t>(length.least)), grouped(static_cast<int64_t>(length.most)));
}

std::string gc_range(const Quantiles& gc) {
  return range_text(fixed(100 * gc.low, 1), fixed(100 * gc.high, 1));
}

/// What the scores are about.
Split judged_split(const Audit& audit) {
  return audit.judged.empty() ? Split::kNone : audit.judged.back().split;
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

std::string audit_text(const Audit& audit, const LabelledData& data) {
  std::string text = table_text(class_rows(audit, data)) + "\n";
  return text + findings_text(audit.scores, judged_split(audit), audit.findings);
}

JsonObject audit_json(const Audit& audit, const LabelledData& data) {
  JsonArray classes;
  for (const ClassSummary& summary : audit.classes) {
    classes.add(JsonObject()
                    .add("split", to_string(summary.split))
                    .add("class", data.classes()[static_cast<size_t>(summary.label)])
                    .add("sequences", summary.sequences)
                    .add("bases", summary.bases)
                    .add("length", quantiles_json(summary.length))
                    .add("gc", quantiles_json(summary.gc)));
  }
  JsonObject json;
  json.add("threshold", audit.options.threshold).add("classes", classes);
  add_findings(audit.scores, judged_split(audit), audit.findings, json);
  return json;
}

}  // namespace undula::cli
