#include "cli/output/page_parts.h"

#include "cli/output/evaluation_rows.h"
#include "cli/term/format.h"
#include "core/report/calibration_plot.h"
#include "core/report/confusion_plot.h"

namespace undula::cli {
namespace {

/// In percentage points.
std::string points(double difference) {
  return (difference < 0 ? "" : "+") + fixed(100 * difference, 1);
}

std::string percent(double share) {
  return fixed(100 * share, 1);
}

}  // namespace

ReportCard accuracy_card(const std::string& label, const Estimate& estimate) {
  constexpr Metric kAccuracy = Metric::kAccuracy;
  return {label, percent(estimate.value[kAccuracy]) + " %",
          "95 % interval " + percent(estimate.low[kAccuracy]) + " to " + percent(estimate.high[kAccuracy])};
}

std::vector<ReportCard> judgement_cards(const Judgement& judgement) {
  constexpr Metric kAccuracy = Metric::kAccuracy, kLogLoss = Metric::kLogLoss;
  std::vector<ReportCard> cards = {accuracy_card("Accuracy", judgement.model)};
  ReportCard loss{"Log-loss", fixed(judgement.model.value[kLogLoss], 3), ""};
  if (judgement.baseline) {
    const Estimate& difference = *judgement.difference;
    cards.push_back(accuracy_card("Baseline accuracy", *judgement.baseline));
    cards.push_back(
        {"Difference in points", points(difference.value[kAccuracy]),
         "95 % interval " + points(difference.low[kAccuracy]) + " to " + points(difference.high[kAccuracy])});
    loss.detail = "baseline " + fixed(judgement.baseline->value[kLogLoss], 3);
  }
  cards.push_back(loss);
  return cards;
}

ReportSection evaluation_section(const std::string& title, const EvaluationReport& found,
                                 const std::vector<std::string>& classes) {
  Rows rows = metric_rows(found.judgement);
  const std::vector<std::string> header = rows.front();
  rows.erase(rows.begin());
  ReportSection section{title, {}, {}};
  section.plots = {{svg_confusion(classes, confusion_matrix(found.predictions)), ""},
                   {svg_calibration(found.predictions), ""}};
  section.tables = {{"Metrics with 95 % intervals", header, rows}};
  return section;
}

ReportSection terms_section() {
  return {"Terms",
          {},
          {{"",
            {},
            {{"Accuracy", "share of records whose most probable class is the true one"},
             {"Macro F1", "harmonic mean of precision and recall of each class, averaged over classes"},
             {"MCC", "correlation of answers with truth: 1 all right, 0 no better than chance"},
             {"AUROC", "chance that a record of a class gets a higher probability of it than another record"},
             {"AUPRC", "precision averaged over all recalls, averaged over classes"},
             {"Calibration error", "mean distance of probabilities from the share that is right; 0 is best"},
             {"Log-loss", "mean of -log(probability of the true class), in nats; 0 is best"},
             {"95 % interval", "range of the figure over bootstrap resamples of the records"},
             {"Baseline", "logistic regression on simple features of the same data"}}}}};
}

}  // namespace undula::cli
