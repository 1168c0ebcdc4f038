#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/output/report_lines.h"
#include "core/train/evaluation_report.h"

namespace undula::cli {

/// Cells of a table; the first row is the header.
using Rows = std::vector<std::vector<std::string>>;

/// One row per metric with 95 % intervals: the model, the baseline and the paired difference.
Rows metric_rows(const Judgement& judgement, std::span<const Metric> metrics = kMetrics);

/// The confusion matrix: a row for each true class, a column for each call.
Rows confusion_rows(const std::vector<int64_t>& counts, const std::vector<std::string>& classes);

/// One row per length: the accuracies and their difference.
Rows length_rows(const std::vector<EvaluationReport>& reports);

/// "calibration error 0.0812 before temperature scaling (T = 1.734), 0.0120 after".
std::string calibration_text(const EvaluationReport& report, double temperature);

/// What a training run prints at its end: log-loss and accuracy on validation, the baseline's, the difference. Nothing
/// without a validation.
void add_validation(const std::optional<EvaluationReport>& validation, ReportLines& lines);

/// "0.9775 [0.9732, 0.9820]"; with a sign for differences. NA where a metric is not defined.
std::string interval_text(const Estimate& estimate, Metric metric, bool sign = false);

}  // namespace undula::cli
