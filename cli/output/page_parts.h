#pragma once
#include <string>
#include <vector>

#include "core/report/html_report.h"
#include "core/train/evaluation_report.h"

namespace undula::cli {

/// Accuracy with its interval.
ReportCard accuracy_card(const std::string& label, const Estimate& estimate);

/// The headline figures of a judgement: accuracy, the baseline's, their difference, log-loss.
std::vector<ReportCard> judgement_cards(const Judgement& judgement);

/// Confusion, calibration and all metrics of one evaluation.
ReportSection evaluation_section(const std::string& title, const EvaluationReport& found,
                                 const std::vector<std::string>& classes);

/// What the metrics mean, a line each.
ReportSection terms_section();

}  // namespace undula::cli
