#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/output/report_lines.h"
#include "core/train/evaluation_report.h"
#include "core/train/run_folder.h"
#include "core/train/training_run.h"

namespace undula::cli {

/// What the page of a training run is made from, beside the metrics in its folder.
struct TrainingStory {
  const RunFolder& folder;
  const TrainingRun& run;
  const std::vector<std::string>& classes;
  std::string records;                                 ///< what the data are counted in: "Records"
  std::string unit;                                    ///< what they are made of: "bp"
  std::function<std::vector<int64_t>(Split)> amounts;  ///< (classes) records of a split
  std::vector<std::string> findings;                   ///< of the audit of the data
  const ReportLines& plan;
  const std::optional<EvaluationReport>& validation;  ///< of the best weights
  std::string baseline;                               ///< in words; empty where none was fitted
  int64_t began_at_step;                              ///< where it was resumed
  double seconds;                                     ///< of training since then
  std::vector<std::string> evaluate;                  ///< command that judges the model on the test split, if any
};

/// The HTML page of a training run: how good the best weights are beside the baseline, learning curves, data and plan.
std::string training_page(const TrainingStory& story);

}  // namespace undula::cli
