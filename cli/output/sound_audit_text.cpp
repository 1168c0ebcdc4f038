#include "cli/output/sound_audit_text.h"

#include <cmath>

#include "cli/output/finding_parts.h"
#include "cli/output/text_table.h"
#include "cli/term/format.h"

namespace undula::cli {
namespace {

std::string level_text(double dbfs) {
  return std::isinf(dbfs) ? "silence" : fixed(dbfs, 1);
}

std::string files_text(const std::vector<std::string>& recorded) {
  return recorded.size() == 1 ? recorded.front()
                              : recorded.front() + " and " + std::to_string(recorded.size() - 1) + " other forms";
}

Rows class_rows(const SoundAudit& audit, const SoundData& data) {
  Rows rows = {
      {"split", "class", "sounds", "seconds", "median s", "durations s", "median dBFS", "90 % of dBFS", "files"}};
  for (const SoundClassSummary& summary : audit.classes) {
    const Quantiles &duration = summary.duration, &level = summary.level;
    rows.push_back({std::string(to_string(summary.split)), data.dataset.classes[static_cast<size_t>(summary.label)],
                    grouped(summary.sounds), fixed(summary.seconds, 1), fixed(duration.median, 2),
                    range_text(fixed(duration.least, 2), fixed(duration.most, 2)), level_text(level.median),
                    range_text(level_text(level.low), level_text(level.high)), files_text(summary.recorded)});
  }
  return rows;
}

}  // namespace

std::string sound_audit_text(const SoundAudit& audit, const SoundData& data) {
  return table_text(class_rows(audit, data)) + "\n" + findings_text(audit.scores, audit.judged, audit.findings);
}

JsonObject sound_audit_json(const SoundAudit& audit, const SoundData& data) {
  JsonArray classes;
  for (const SoundClassSummary& summary : audit.classes) {
    JsonArray recorded;
    for (const std::string& text : summary.recorded) recorded.add(text);
    classes.add(JsonObject()
                    .add("split", to_string(summary.split))
                    .add("class", data.dataset.classes[static_cast<size_t>(summary.label)])
                    .add("sounds", summary.sounds)
                    .add("seconds", summary.seconds)
                    .add("duration", quantiles_json(summary.duration))
                    .add("dbfs", quantiles_json(summary.level))
                    .add("files", recorded));
  }
  JsonObject json;
  json.add("rate", data.front_end.rate).add("classes", classes);
  add_findings(audit.scores, audit.judged, audit.findings, json);
  return json;
}

std::string sound_audit_page(const SoundAudit& audit, const SoundData& data) {
  RunReport report = findings_page(data.sources.front(), audit.scores, audit.findings);
  report.sections.push_back({"Durations, levels and files", {}, {report_table(class_rows(audit, data))}});
  return html_report(report);
}

}  // namespace undula::cli
