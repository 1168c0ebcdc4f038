#include "cli/output/sound_language_page.h"

#include <optional>

#include "cli/output/language_text.h"
#include "cli/output/run_record.h"
#include "cli/output/training_parts.h"
#include "cli/term/format.h"

namespace undula::cli {

std::string sound_language_page(const SoundLanguageStory& story) {
  const SoundLanguageTask& task = story.task;
  const SoundCodes& codes = task.data().codes;
  RunReport report;
  report.title = "Training run " + story.folder.path();
  std::optional<double> trigram;
  if (task.validation() != nullptr) {
    report.cards.push_back({"Bits a sample on validation", fixed(task.valid_bits(), 4), codes.name() + " codes"});
    if (const auto& baseline = task.baseline()) {
      trigram = baseline->bits[2];
      report.subtitle = "Baseline: " + trigram_text(baseline->settings);
      report.cards.push_back({"Trigram", fixed(baseline->bits[2], 4),
                              "bigram " + fixed(baseline->bits[1], 4) + ", unigram " + fixed(baseline->bits[0], 4)});
    }
    report.notes.push_back(
        "Validation chose the weights, which flatters them: judge the model with 'undula evaluate' on its test "
        "recordings.");
  } else {
    report.notes.push_back(
        "There was no validation data: the last weights were kept, and nothing here says how good they are.");
  }
  report.cards.push_back({"Bits a sample on training", fixed(task.train_bits(), 4), "what is typical"});
  report.cards.push_back({"Parameters", grouped(task.model().params().parameter_count()), ""});
  report.cards.push_back(time_card(story.folder, task, story.began_at_step, story.seconds, "samples"));
  report.sections.push_back(
      loss_section(story.folder, task.validation() != nullptr, trigram, "bits a sample", bits_per_sample(1, codes)));
  report.sections.push_back(plan_section(story.plan));
  report.reproduce = {shell_text({"undula", "train", "--config", story.folder.config()})};
  if (task.data().count(Split::kTest) > 0) {
    std::vector<std::string> evaluate = {"undula", "evaluate", story.folder.model()};
    evaluate.insert(evaluate.end(), story.inputs.begin(), story.inputs.end());
    report.reproduce.push_back(shell_text(evaluate));
  }
  return html_report(report);
}

std::string sound_language_page(const SoundLanguageModel& model, const SoundLanguageEvaluation& found) {
  RunReport report;
  report.title = "Evaluation of " + model.file().path;
  report.cards.push_back({"Bits a sample", fixed(found.bits.model.value, 4), bits_text(found.bits.model)});
  if (found.baseline) {
    report.cards.push_back({"Trigram", fixed(found.bits.baseline.value, 4), bits_text(found.bits.baseline)});
    report.cards.push_back({"Difference", fixed(found.bits.difference.value, 4), bits_text(found.bits.difference)});
  }
  report.notes.push_back("Brackets: 95 % bootstrap intervals over recordings, model and trigram together.");
  ReportTable table;
  const ReportLines lines = sound_language_lines(model, found);
  for (const auto& [name, value] : lines.lines()) table.rows.push_back({name, value});
  report.sections.push_back({"Figures", {}, {table}});
  return html_report(report);
}

}  // namespace undula::cli
