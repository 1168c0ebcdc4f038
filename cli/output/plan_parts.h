#pragma once
#include <functional>
#include <string>
#include <vector>

#include "cli/output/report_lines.h"
#include "core/train/training_run.h"

namespace undula::cli {

// What the plans of all tasks have in common.

/// A line for each class: how much of it each split has.
void add_class_lines(const std::vector<std::string>& classes, const std::string& unit,
                     const std::function<std::vector<int64_t>(Split)>& amounts, ReportLines& lines);
/// The class that most records of training have; `train` counts them.
void add_majority_line(const std::vector<std::string>& classes, const std::vector<int64_t>& train, ReportLines& lines);
/// How much an audit of the data found.
void add_audit_line(const std::vector<std::string>& findings, ReportLines& lines);
/// Model, where it starts, steps, memory and time.
void add_run_lines(const TrainingRun& run, const Pretrained* from, double seconds, ReportLines& lines);

}  // namespace undula::cli
