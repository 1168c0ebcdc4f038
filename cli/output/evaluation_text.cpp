#include "cli/output/evaluation_text.h"

#include "cli/output/evaluation_json.h"
#include "cli/output/evaluation_rows.h"
#include "cli/output/text_table.h"
#include "cli/term/format.h"

namespace undula::cli {
namespace {

std::string report_text(const EvaluationReport& report, const Classifier& classifier) {
  std::string text;
  if (report.length > 0) text += "windows of " + grouped(report.length) + " bp\n";
  text += table_text(metric_rows(report.judgement)) + "\n";
  if (classifier.temperature() != 1) text += calibration_text(report, classifier.temperature()) + "\n\n";
  if (report.unclassified > 0)
    text +=
        grouped(report.unclassified) + " records have no unambiguous base; they count, with equal probabilities\n\n";
  return text + table_text(confusion_rows(confusion_matrix(report.predictions), classifier.card().classes)) + "\n";
}

JsonObject report_json(const EvaluationReport& report, const std::vector<std::string>& classes) {
  JsonObject json;
  if (report.length > 0) json.add("length", report.length);
  json.add("records", report.predictions.records()).add("unclassified", report.unclassified);
  add_judgement(report.judgement, kMetrics, json);
  json.add("raw_calibration_error", report.raw_calibration_error);
  return json.add("confusion", confusion_json(confusion_matrix(report.predictions), classes))
      .add("note", report.judgement.note);
}

}  // namespace

std::string evaluation_text(const Evaluations& all, const Classifier& classifier) {
  std::string text = "split " + all.split + ": " + grouped(all.sequences) + " sequences\n\n";
  for (const EvaluationReport& report : all.reports) text += report_text(report, classifier);
  if (all.reports.size() > 1) text += table_text(length_rows(all.reports)) + "\n";
  if (classifier.baseline()) text += "baseline: " + classifier.baseline()->describe() + "\n";
  for (const std::string& finding : classifier.card().findings) text += "audit of the training data: " + finding + "\n";
  text += "brackets: 95 % bootstrap intervals";
  const std::string& note = all.reports.front().judgement.note;
  return text + (note.empty() ? "" : "; " + note) + "\n";
}

JsonObject evaluation_json(const Evaluations& all, const Classifier& classifier) {
  JsonObject json;
  json.add("model", classifier.file().path).add("split", all.split).add("sequences", all.sequences);
  json.add("trained_on", all.trained_on).add("temperature", classifier.temperature());
  if (classifier.baseline()) json.add("baseline", classifier.baseline()->describe());
  JsonArray findings, reports;
  for (const std::string& finding : classifier.card().findings) findings.add(finding);
  json.add("findings", findings);
  for (const EvaluationReport& report : all.reports) reports.add(report_json(report, classifier.card().classes));
  return json.add("reports", reports);
}

}  // namespace undula::cli
