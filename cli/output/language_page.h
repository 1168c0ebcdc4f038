#pragma once
#include <string>
#include <vector>

#include "cli/output/report_lines.h"
#include "core/train/run_folder.h"
#include "genomics/tasks/evaluate_language.h"
#include "genomics/tasks/train/language_task.h"

namespace undula::cli {

/// What the page of a language model's training is made from, beside the metrics in its folder.
struct LanguageStory {
  const RunFolder& folder;
  const LanguageTask& task;
  const ReportLines& plan;
  int64_t began_at_step;  ///< where it was resumed
  double seconds;         ///< of training since then
  const std::vector<std::string>& genomes;
};

/// The HTML page of a training run: bits per base of the best weights, learning curves, data and plan.
std::string language_page(const LanguageStory& story);

/// The HTML page of an evaluation: bits per base beside the baseline.
std::string language_evaluation_page(const LanguageModel& model, const LanguageEvaluation& found);

}  // namespace undula::cli
