#pragma once
#include <string>

#include "genomics/tasks/classify/classify_task.h"

namespace undula::cli {

/// What `undula classify` says at its end: how much went through and how fast, and what was unusual about it.
std::string classify_summary(const ClassifyTotals& totals, const ClassifierCard& card, double confidence,
                             double seconds);

}  // namespace undula::cli
