#include "cli/output/language_page.h"

#include <optional>

#include "cli/output/language_text.h"
#include "cli/output/run_record.h"
#include "cli/output/training_parts.h"
#include "cli/term/format.h"

namespace undula::cli {

std::string language_page(const LanguageStory& story) {
  const LanguageTask& task = story.task;
  RunReport report;
  report.title = "Training run " + story.folder.path();
  if (task.validation() != nullptr) {
    const double loss = task.valid_log_loss();
    report.cards.push_back({"Bits per base on validation", fixed(bits_per_base(loss), 4), "2 is a guess"});
    report.cards.push_back({"Perplexity on validation", fixed(perplexity(loss), 3), "4 is a guess"});
    if (task.baseline()) {
      const MarkovChoice& baseline = *task.baseline();
      report.subtitle = "Baseline: " + markov_text(baseline.settings);
      report.cards.push_back({"Baseline", fixed(baseline.bits_per_base, 4), markov_text(baseline.settings)});
    }
    report.notes.push_back(
        "Validation chose the weights, which flatters them: judge the model with 'undula evaluate' on its test "
        "regions.");
  } else {
    report.notes.push_back(
        "There was no validation data: the last weights were kept, and nothing here says how good they are.");
  }
  report.cards.push_back({"Parameters", grouped(task.model().params().parameter_count()), ""});
  report.cards.push_back(time_card(story.folder, task, story.began_at_step, story.seconds));
  const auto baseline_loss = task.baseline() ? std::optional(task.baseline()->bits_per_base) : std::nullopt;
  report.sections.push_back(
      loss_section(story.folder, task.validation() != nullptr, baseline_loss, "bits per base", bits_per_base(1)));
  report.sections.push_back(plan_section(story.plan));
  report.reproduce = {shell_text({"undula", "train", "--config", story.folder.config()})};
  if (task.data().bases(Split::kTest) > 0) {
    std::vector<std::string> evaluate = {"undula", "evaluate", story.folder.model()};
    evaluate.insert(evaluate.end(), story.genomes.begin(), story.genomes.end());
    if (!task.data().held_out.regions.empty())
      evaluate.insert(evaluate.end(), {"--regions", task.data().held_out.regions});
    report.reproduce.push_back(shell_text(evaluate));
  }
  return html_report(report);
}

std::string language_evaluation_page(const LanguageModel& model, const LanguageEvaluation& found) {
  RunReport report;
  report.title = "Evaluation of " + model.file().path;
  report.cards.push_back({"Bits per base", fixed(found.model.value, 4), bits_text(found.model)});
  if (found.markov) {
    report.subtitle = "Baseline: " + markov_text(*found.markov);
    report.cards.push_back({"Baseline", fixed(found.baseline.value, 4), bits_text(found.baseline)});
    report.cards.push_back({"Difference", fixed(found.difference.value, 4), bits_text(found.difference)});
  }
  report.notes.push_back("Brackets: 95 % bootstrap intervals over blocks of " + grouped(kEvaluatedBlock) +
                         " bp, model and baseline together.");
  ReportTable table;
  const ReportLines lines = language_lines(model, found);
  for (const auto& [name, value] : lines.lines()) table.rows.push_back({name, value});
  report.sections.push_back({"Figures", {}, {table}});
  return html_report(report);
}

}  // namespace undula::cli
