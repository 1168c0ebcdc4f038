#pragma once
#include <span>
#include <string>
#include <vector>

#include "core/io/json.h"
#include "core/train/bootstrap.h"

namespace undula::cli {

/// Adds "model" and, where there is a baseline, "baseline" and "difference": value, low and high of each metric.
void add_judgement(const Judgement& judgement, std::span<const Metric> metrics, JsonObject& json);

/// A confusion matrix: for each true class how often each was answered.
JsonObject confusion_json(const std::vector<int64_t>& counts, const std::vector<std::string>& classes);

}  // namespace undula::cli
