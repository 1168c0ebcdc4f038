#pragma once
#include <string>

#include "genomics/tasks/evaluate_task.h"

namespace undula::cli {

/// The HTML page of an evaluation: metrics beside the baseline's, confusion and calibration, by length where windows
/// were judged.
std::string evaluation_page(const Evaluations& all, const Classifier& classifier);

}  // namespace undula::cli
