#include "core/train/classifier_run.h"

#include "core/train/calibration.h"

namespace undula {

void ClassifierRun::finish(Runner&) {
  if (validation() != nullptr) temperature_ = fit_temperature(validation_predictions());
}

Predictions ClassifierRun::validation_predictions() const {
  Predictions predictions;
  predictions.n_classes = static_cast<int>(model().config().n_outputs);
  predictions.probabilities.assign(best().probabilities.begin(), best().probabilities.end());
  Sample sample;
  for (int64_t i = 0; i < validation()->size(); ++i) {
    validation()->get(0, i, sample);
    predictions.labels.push_back(sample.label);
  }
  return predictions;
}

std::optional<EvaluationReport> ClassifierRun::judge_validation(const Predictions* baseline) {
  if (validation() == nullptr) return std::nullopt;
  EvaluationReport report;
  std::vector<std::string> groups;
  report.predictions = validation_predictions();
  Sample sample;
  for (int64_t i = 0; i < validation()->size(); ++i) {
    validation()->get(0, i, sample);
    groups.push_back(sample.group);
  }
  const BootstrapOptions bootstrap_options{.resamples = 1000, .seed = options().seed};
  report.judgement = bootstrap(report.predictions, baseline, groups, bootstrap_options, context().pool());
  return report;
}

}  // namespace undula
