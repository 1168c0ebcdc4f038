#include "cli/output/evaluation_rows.h"

#include <cmath>

#include "cli/term/format.h"

namespace undula::cli {
namespace {

std::string number(double value) {
  return std::isnan(value) ? "NA" : fixed(value, 4);
}

}  // namespace

std::string interval_text(const Estimate& estimate, Metric metric, bool sign) {
  const double value = estimate.value[metric];
  const std::string plus = sign && value >= 0 ? "+" : "";
  return plus + number(value) + " [" + number(estimate.low[metric]) + ", " + number(estimate.high[metric]) + "]";
}

Rows metric_rows(const Judgement& judgement, std::span<const Metric> metrics) {
  Rows rows = {{"metric", "model"}};
  if (judgement.baseline) rows = {{"metric", "model", "baseline", "difference"}};
  for (const Metric metric : metrics) {
    rows.push_back({title_of(metric), interval_text(judgement.model, metric)});
    if (!judgement.baseline) continue;
    rows.back().push_back(interval_text(*judgement.baseline, metric));
    rows.back().push_back(interval_text(*judgement.difference, metric, true));
  }
  return rows;
}

Rows confusion_rows(const std::vector<int64_t>& counts, const std::vector<std::string>& classes) {
  Rows rows = {{"truth \\ call"}};
  rows.front().insert(rows.front().end(), classes.begin(), classes.end());
  for (size_t truth = 0; truth < classes.size(); ++truth) {
    rows.push_back({classes[truth]});
    for (size_t call = 0; call < classes.size(); ++call)
      rows.back().push_back(std::to_string(counts[truth * classes.size() + call]));
  }
  return rows;
}

Rows length_rows(const std::vector<EvaluationReport>& reports) {
  Rows rows = {{"length", "windows", "model accuracy", "baseline accuracy", "difference"}};
  for (const EvaluationReport& report : reports) {
    const Judgement& judgement = report.judgement;
    rows.push_back({grouped(report.length), grouped(report.predictions.records()),
                    interval_text(judgement.model, Metric::kAccuracy),
                    judgement.baseline ? interval_text(*judgement.baseline, Metric::kAccuracy) : "NA",
                    judgement.difference ? interval_text(*judgement.difference, Metric::kAccuracy, true) : "NA"});
  }
  return rows;
}

void add_validation(const std::optional<EvaluationReport>& validation, ReportLines& lines) {
  if (!validation) return;
  const Judgement& judgement = validation->judgement;
  const auto add = [&](const std::string& name, const Estimate& estimate, bool sign) {
    lines.add(name, interval_text(estimate, Metric::kAccuracy, sign), estimate.value[Metric::kAccuracy]);
  };
  lines.add("valid_log_loss", fixed(judgement.model.value[Metric::kLogLoss], 4),
            judgement.model.value[Metric::kLogLoss]);
  add("valid_accuracy", judgement.model, false);
  if (judgement.baseline) add("baseline_accuracy", *judgement.baseline, false);
  if (judgement.difference) add("difference", *judgement.difference, true);
}

std::string calibration_text(const EvaluationReport& report, double temperature) {
  return "calibration error " + number(report.raw_calibration_error) +
         " before temperature scaling (T = " + fixed(temperature, 3) + "), " +
         number(report.judgement.model.value[Metric::kCalibrationError]) + " after";
}

}  // namespace undula::cli
