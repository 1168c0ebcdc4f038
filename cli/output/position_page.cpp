#include "cli/output/position_page.h"

#include <optional>

#include "cli/output/page_parts.h"
#include "cli/output/position_text.h"
#include "cli/output/run_record.h"
#include "cli/output/training_parts.h"
#include "cli/term/format.h"
#include "core/report/confusion_plot.h"

namespace undula::cli {
namespace {

ReportSection data_section(const PositionData& data) {
  ReportTable table{"Bases", {"class", "train", "valid", "test"}, {}};
  for (const std::string& name : data.classes()) table.rows.push_back({name});
  for (const Split split : {Split::kTrain, Split::kValid, Split::kTest}) {
    const std::vector<int64_t> bases = data.bases(split);
    for (size_t c = 0; c < bases.size(); ++c) table.rows[c].push_back(grouped(bases[c]));
  }
  return {"Data", {}, {table}};
}

}  // namespace

std::string position_page(const PositionStory& story) {
  const PositionTask& task = story.task;
  RunReport report;
  report.title = "Training run " + story.folder.path();
  const bool validated = task.validation() != nullptr;
  std::optional<double> baseline;
  if (validated) {
    report.cards.push_back({"Log-loss per base on validation", fixed(task.validated().log_loss, 4), "nats"});
    report.cards.push_back({"Accuracy on validation", fixed(100 * task.validated().accuracy, 2) + " %", "of bases"});
    if (task.baseline()) {
      baseline = task.baseline()->choice.log_loss;
      report.subtitle = "Baseline: " + kmer_classes_text(task.baseline()->model.k());
      report.cards.push_back({"Log-loss of the baseline", fixed(*baseline, 4), report.subtitle});
    }
    report.notes.push_back(
        "Validation chose the weights, which flatters them: judge the model with 'undula evaluate' on its test parts.");
  } else {
    report.notes.push_back(
        "There was no validation data: the last weights were kept, and nothing here says how good they are.");
  }
  report.cards.push_back({"Parameters", grouped(task.model().params().parameter_count()), ""});
  report.cards.push_back(time_card(story.folder, task, story.began_at_step, story.seconds));
  report.sections.push_back(data_section(task.data()));
  report.sections.push_back(loss_section(story.folder, validated, baseline, "nats per base"));
  report.sections.push_back(plan_section(story.plan));
  report.reproduce = {shell_text({"undula", "train", "--config", story.folder.config()})};
  if (!story.evaluate.empty()) report.reproduce.push_back(shell_text(story.evaluate));
  return html_report(report);
}

std::string position_evaluation_page(const PositionModel& model, const PositionEvaluation& found) {
  RunReport report;
  report.title = "Evaluation of " + model.file().path;
  report.subtitle = judged_text(found) + ", split " + found.split;
  report.cards = judgement_cards(found.judgement);
  if (model.baseline()) report.notes.push_back("Baseline: " + kmer_classes_text(model.baseline()->k()) + ".");
  const std::string& note = found.judgement.note;
  report.notes.push_back("Brackets: 95 % bootstrap intervals over blocks, model and baseline together" +
                         (note.empty() ? "" : "; " + note) + ".");
  Rows rows = position_rows(found);
  const std::vector<std::string> header = rows.front();
  rows.erase(rows.begin());
  Rows classes = class_rows(model, found);
  const std::vector<std::string> class_header = classes.front();
  classes.erase(classes.begin());
  report.sections.push_back({"Figures",
                             {{svg_confusion(model.card().classes, found.confusion), ""}},
                             {{"Metrics", header, rows}, {"Classes", class_header, classes}}});
  report.reproduce = {command_line()};
  return html_report(report);
}

}  // namespace undula::cli
