#pragma once
#include <string>

#include "cli/output/report_lines.h"
#include "core/train/run_folder.h"
#include "genomics/tasks/evaluate_task.h"

namespace undula::cli {

/// The HTML page of a training run: learning curves, how the best weights do on the validation split, the plan.
std::string training_page(const RunFolder& folder, const ReportLines& plan, const EvaluationReport* validation,
                          const std::vector<std::string>& classes, const std::string& baseline);

/// The HTML page of an evaluation.
std::string evaluation_page(const Evaluations& all, const Classifier& classifier);

}  // namespace undula::cli
