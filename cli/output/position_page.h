#pragma once
#include <string>
#include <vector>

#include "cli/output/report_lines.h"
#include "core/train/run_folder.h"
#include "genomics/tasks/evaluate_positions.h"
#include "genomics/tasks/train/position_task.h"

namespace undula::cli {

/// What the page of the training of a model of positions is made from, beside the metrics in its folder.
struct PositionStory {
  const RunFolder& folder;
  const PositionTask& task;
  const ReportLines& plan;
  int64_t began_at_step;              ///< where it was resumed
  double seconds;                     ///< of training since then
  std::vector<std::string> evaluate;  ///< the command that judges the model on its test parts; empty: there are none
};

/// The HTML page of a training run: log-loss of the best weights, learning curves, data and plan.
std::string position_page(const PositionStory& story);

/// The HTML page of an evaluation: figures beside the baseline's, confusion.
std::string position_evaluation_page(const PositionModel& model, const PositionEvaluation& found);

}  // namespace undula::cli
