#include "cli/output/evaluation_page.h"

#include "cli/output/evaluation_rows.h"
#include "cli/output/page_parts.h"
#include "cli/output/run_record.h"
#include "cli/term/format.h"

namespace undula::cli {

std::string evaluation_page(const Evaluations& all, const Classifier& classifier) {
  RunReport report;
  report.title = "Evaluation of " + classifier.file().path;
  report.subtitle = grouped(all.sequences) + " sequences, split " + all.split;
  if (classifier.baseline()) report.subtitle += "; baseline: " + classifier.baseline()->describe();
  report.notes = all.warnings;
  for (const std::string& finding : classifier.card().findings)
    report.notes.push_back("Audit of the training data: " + finding + ".");
  const std::string& note = all.reports.front().judgement.note;
  if (!note.empty()) report.notes.push_back(note);
  if (classifier.temperature() != 1 && all.reports.size() == 1)
    report.notes.push_back(calibration_text(all.reports.front(), classifier.temperature()));
  if (all.reports.size() == 1) {
    report.cards = judgement_cards(all.reports.front().judgement);
  } else {
    Rows rows = length_rows(all.reports);
    const std::vector<std::string> header = rows.front();
    rows.erase(rows.begin());
    report.sections.push_back({"By length", {}, {{"", header, rows}}});
  }
  for (const EvaluationReport& found : all.reports) {
    const std::string title = found.length > 0 ? "Windows of " + grouped(found.length) + " bp" : "Split " + all.split;
    report.sections.push_back(evaluation_section(title, found, classifier.card().classes));
    if (all.reports.size() > 1) report.cards.push_back(accuracy_card("Accuracy, " + title, found.judgement.model));
  }
  report.sections.push_back(terms_section());
  report.reproduce = {command_line()};
  return html_report(report);
}

}  // namespace undula::cli
