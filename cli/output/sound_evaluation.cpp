#include "cli/output/sound_evaluation.h"

#include "cli/output/evaluation_json.h"
#include "cli/output/evaluation_rows.h"
#include "cli/output/page_parts.h"
#include "cli/output/run_record.h"
#include "cli/output/text_table.h"
#include "cli/term/format.h"

namespace undula::cli {
namespace {

std::string title(const SoundEvaluation& found) {
  return "split " + found.split + ": " + grouped(found.sounds) + " sounds" +
         (found.crop > 0 ? ", each cropped to " + fixed(found.crop, 3) + " s" : "");
}

Rows part_rows(const SoundEvaluation& found) {
  Rows rows = {{"group", "sounds", "right", "accuracy"}};
  for (const SoundEvaluation::Part& part : found.parts)
    rows.push_back({part.name, grouped(part.sounds), grouped(part.right),
                    fixed(static_cast<double>(part.right) / static_cast<double>(part.sounds), 4)});
  return rows;
}

std::string duration_text(const SoundEvaluation& found) {
  return "duration alone" + std::string(found.crop > 0 ? ", before cropping" : "") + ": accuracy " +
         interval_text(*found.duration, Metric::kAccuracy);
}

}  // namespace

std::string sound_evaluation_text(const SoundEvaluation& found, const SoundClassifier& classifier) {
  const EvaluationReport& report = found.report;
  std::string text = title(found) + "\n\n" + table_text(metric_rows(report.judgement)) + "\n";
  if (classifier.temperature() != 1) text += calibration_text(report, classifier.temperature()) + "\n\n";
  text += table_text(confusion_rows(confusion_matrix(report.predictions), classifier.card().classes)) + "\n";
  if (!found.parts.empty()) text += table_text(part_rows(found)) + "\n";
  if (classifier.baseline()) text += "baseline: " + classifier.baseline()->describe() + "\n";
  if (found.duration) text += duration_text(found) + "\n";
  for (const std::string& finding : classifier.card().findings) text += "audit of the training data: " + finding + "\n";
  text += "brackets: 95 % bootstrap intervals";
  return text + (report.judgement.note.empty() ? "" : "; " + report.judgement.note) + "\n";
}

JsonObject sound_evaluation_json(const SoundEvaluation& found, const SoundClassifier& classifier) {
  JsonObject json;
  json.add("model", classifier.file().path).add("split", found.split).add("sounds", found.sounds);
  json.add("trained_on", found.trained_on).add("crop_seconds", found.crop);
  json.add("temperature", classifier.temperature());
  if (classifier.baseline()) json.add("baseline_is", classifier.baseline()->describe());
  add_judgement(found.report.judgement, kMetrics, json);
  if (found.duration) json.add("duration_accuracy", found.duration->value[Metric::kAccuracy]);
  json.add("raw_calibration_error", found.report.raw_calibration_error);
  json.add("confusion", confusion_json(confusion_matrix(found.report.predictions), classifier.card().classes));
  JsonArray findings;
  for (const std::string& finding : classifier.card().findings) findings.add(finding);
  json.add("findings", findings);
  JsonObject parts;
  for (const SoundEvaluation::Part& part : found.parts)
    parts.add(part.name, JsonObject().add("sounds", part.sounds).add("right", part.right));
  return json.add("groups", parts).add("note", found.report.judgement.note);
}

std::string sound_evaluation_page(const SoundEvaluation& found, const SoundClassifier& classifier) {
  RunReport report;
  report.title = "Evaluation of " + classifier.file().path;
  report.subtitle = title(found);
  if (classifier.baseline()) report.subtitle += "; baseline: " + classifier.baseline()->describe();
  report.notes = found.warnings;
  for (const std::string& finding : classifier.card().findings)
    report.notes.push_back("Audit of the training data: " + finding + ".");
  if (found.duration) report.notes.push_back("By " + duration_text(found) + ".");
  if (!found.report.judgement.note.empty()) report.notes.push_back(found.report.judgement.note);
  report.cards = judgement_cards(found.report.judgement);
  report.sections.push_back(evaluation_section("Split " + found.split, found.report, classifier.card().classes));
  if (!found.parts.empty()) {
    Rows rows = part_rows(found);
    const std::vector<std::string> header = rows.front();
    rows.erase(rows.begin());
    report.sections.push_back({"By group", {}, {{"", header, rows}}});
  }
  report.sections.push_back(terms_section());
  report.reproduce = {command_line()};
  return html_report(report);
}

}  // namespace undula::cli
