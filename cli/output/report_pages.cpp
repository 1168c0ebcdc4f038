#include "cli/output/report_pages.h"

#include "cli/output/evaluation_rows.h"
#include "cli/output/run_record.h"
#include "cli/term/format.h"
#include "core/report/calibration_plot.h"
#include "core/report/confusion_plot.h"
#include "core/report/html_report.h"
#include "core/report/line_plot.h"

namespace undula::cli {
namespace {

ReportTable table(const std::string& title, Rows rows) {
  ReportTable table{title, rows.front(), {}};
  table.rows.assign(rows.begin() + 1, rows.end());
  return table;
}

std::string percent(double share) {
  return fixed(100 * share, 1) + " %";
}

ReportCard accuracy_card(const std::string& label, const Judgement& judgement) {
  std::string detail = "95 % interval " + percent(judgement.model.low[Metric::kAccuracy]) + " to " +
                       percent(judgement.model.high[Metric::kAccuracy]);
  if (judgement.baseline) detail += "; baseline " + percent(judgement.baseline->value[Metric::kAccuracy]);
  return {label, percent(judgement.model.value[Metric::kAccuracy]), detail};
}

void add_evaluation(const EvaluationReport& found, const std::string& what, const std::vector<std::string>& classes,
                    RunReport& report) {
  report.cards.push_back(accuracy_card("Accuracy, " + what, found.judgement));
  report.plots.push_back({svg_confusion(classes, confusion_matrix(found.predictions)), "Confusion, " + what});
  report.plots.push_back({svg_calibration(found.predictions), "Calibration, " + what});
  report.tables.push_back(table("Metrics, " + what + " (95 % intervals)", metric_rows(found.judgement)));
}

}  // namespace

std::string training_page(const RunFolder& folder, const ReportLines& plan, const EvaluationReport* validation,
                          const std::vector<std::string>& classes, const std::string& baseline) {
  RunReport report;
  report.title = "Training run " + folder.path();
  report.subtitle = baseline.empty() ? "" : "Baseline: " + baseline;
  report.plots.push_back({svg_line_plot({"Loss", "step", "nats", {folder.read("loss"), folder.read("valid_log_loss")}}),
                          "Loss of each step and log-loss of each validation"});
  report.plots.push_back({svg_line_plot({"Learning rate", "step", "rate", {folder.read("learning_rate")}}), ""});
  if (validation != nullptr) add_evaluation(*validation, "validation", classes, report);
  ReportTable decided{"Plan", {}, {}};
  for (const auto& [name, value] : plan.lines()) decided.rows.push_back({name, value});
  report.tables.push_back(decided);
  report.reproduce = {command_line(), "undula train --config " + folder.config()};
  return html_report(report);
}

std::string evaluation_page(const Evaluations& all, const Classifier& classifier) {
  RunReport report;
  report.title = "Evaluation of " + classifier.file().path;
  report.subtitle = grouped(all.sequences) + " sequences, split " + all.split;
  if (classifier.baseline()) report.subtitle += "; baseline: " + classifier.baseline()->describe();
  report.notes = all.warnings;
  const std::string& note = all.reports.front().judgement.note;
  if (!note.empty()) report.notes.push_back(note);
  if (all.reports.size() > 1) report.tables.push_back(table("By length", length_rows(all.reports)));
  for (const EvaluationReport& found : all.reports)
    add_evaluation(found, found.length > 0 ? grouped(found.length) + " bp" : all.split, classifier.card().classes,
                   report);
  report.reproduce = {command_line()};
  return html_report(report);
}

}  // namespace undula::cli
