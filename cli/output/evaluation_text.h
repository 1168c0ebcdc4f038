#pragma once
#include <string>
#include <vector>

#include "core/io/json.h"
#include "genomics/tasks/evaluate_task.h"

namespace undula::cli {

/// An evaluation as tables for people: one row per metric with 95 % intervals, beside the baseline and the paired
/// difference, and the confusion matrix.
std::string evaluation_text(const Evaluations& all, const Classifier& classifier);

/// The same as one JSON object.
JsonObject evaluation_json(const Evaluations& all, const Classifier& classifier);

}  // namespace undula::cli
