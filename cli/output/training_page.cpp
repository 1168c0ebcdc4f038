#include "cli/output/training_page.h"

#include <algorithm>
#include <numeric>

#include "cli/output/page_parts.h"
#include "cli/output/run_record.h"
#include "cli/output/training_parts.h"
#include "cli/term/format.h"
#include "core/report/line_plot.h"

namespace undula::cli {
namespace {

/// A flat line as long as a curve.
Series level(const std::string& name, const Series& curve, double value) {
  if (curve.x.empty()) return {name, {}, {}};
  return {name, {curve.x.front(), curve.x.back()}, {value, value}};
}

ReportSection curves_section(const TrainingStory& story) {
  const Series training = named("training", story.folder.read("loss"));
  LinePlot loss{"Loss", "step", "nats", {}};
  LinePlot accuracy{"Accuracy on validation", "step", "share", {}};
  if (story.validation) {
    loss.series.push_back(named("validation", story.folder.read("valid_log_loss")));
    accuracy.series.push_back(named("model", story.folder.read("valid_accuracy")));
    if (const auto& baseline = story.validation->judgement.baseline) {
      loss.series.push_back(level("baseline", training, baseline->value[Metric::kLogLoss]));
      accuracy.series.push_back(level("baseline", training, baseline->value[Metric::kAccuracy]));
    }
  }
  loss.series.push_back(training);
  ReportSection section{"Training", {{svg_line_plot(loss), ""}}, {}};
  if (!accuracy.series.empty()) section.plots.push_back({svg_line_plot(accuracy), ""});
  add_optimizer_curves(story.folder, section);
  return section;
}

ReportSection data_section(const TrainingStory& story) {
  ReportTable table{story.records, {"class", "train", "valid", "test"}, {}};
  for (const std::string& name : story.classes) table.rows.push_back({name});
  table.rows.push_back({"all"});
  for (const Split split : {Split::kTrain, Split::kValid, Split::kTest}) {
    const std::vector<int64_t> amounts = story.amounts(split);
    for (size_t c = 0; c < amounts.size(); ++c) table.rows[c].push_back(grouped(amounts[c]));
    table.rows.back().push_back(grouped(std::accumulate(amounts.begin(), amounts.end(), int64_t{0})));
  }
  return {"Data", {}, {table}};
}

/// What a reader must not overlook.
std::vector<std::string> notes(const TrainingStory& story) {
  std::vector<std::string> notes = story.findings;
  const int64_t planned = story.run.options().steps;
  if (story.run.steps_done() < planned)
    notes.push_back("Stopped early, after " + grouped(story.run.steps_done()) + " of " + grouped(planned) +
                    " steps: validation had not become better for a while.");
  if (!story.validation) {
    notes.push_back(
        "There was no validation data: the last weights were kept, and nothing here says how good they are.");
    return notes;
  }
  const Judgement& judgement = story.validation->judgement;
  if (!judgement.note.empty()) notes.push_back(judgement.note);
  if (judgement.difference && judgement.difference->high[Metric::kAccuracy] < 0) {
    notes.push_back("The baseline is more accurate than the model.");
  } else if (judgement.difference && judgement.difference->low[Metric::kAccuracy] <= 0) {
    notes.push_back(
        "The model is not clearly more accurate than the baseline: the interval of the difference holds 0.");
  }
  notes.push_back(
      "Validation chose the weights and the baseline's features, which flatters both: judge the model with 'undula "
      "evaluate' on data that neither has seen.");
  return notes;
}

}  // namespace

std::string training_page(const TrainingStory& story) {
  RunReport report;
  report.title = "Training run " + story.folder.path();
  if (!story.baseline.empty()) report.subtitle = "Baseline: " + story.baseline;
  if (story.validation) report.cards = judgement_cards(story.validation->judgement);
  report.cards.push_back({"Parameters", grouped(story.run.model().params().parameter_count()), ""});
  report.cards.push_back(time_card(story.folder, story.run, story.began_at_step, story.seconds, story.unit));
  report.notes = notes(story);
  report.sections.push_back(curves_section(story));
  if (story.validation) report.sections.push_back(evaluation_section("Validation", *story.validation, story.classes));
  report.sections.push_back(data_section(story));
  report.sections.push_back(plan_section(story.plan));
  report.sections.push_back(terms_section());
  report.reproduce = {shell_text({"undula", "train", "--config", story.folder.config()})};
  if (!story.evaluate.empty()) report.reproduce.push_back(shell_text(story.evaluate));
  return html_report(report);
}

}  // namespace undula::cli
