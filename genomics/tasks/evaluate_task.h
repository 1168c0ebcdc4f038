#pragma once
#include <string>
#include <vector>

#include "core/train/evaluation_report.h"
#include "genomics/tasks/model/classifier.h"

namespace undula {

struct EvaluateOptions {
  std::vector<std::string> inputs;  ///< the forms of genomics/tasks/labelled/labelled_forms.h
  std::string split = "test";       ///< train, valid, test or all
  /// Windows to cut, each length judged on its own. Empty: records as they are or, where they are long, windows of the
  /// lengths that the model was trained on.
  std::vector<int64_t> lengths;
  int64_t windows = 4000;  ///< of each length, spread evenly over the split
  BootstrapOptions bootstrap;
};

/// All that an evaluation finds.
struct Evaluations {
  std::string split;       ///< that was judged; "all" where the data has none
  int64_t sequences = 0;   ///< records, or regions that windows are cut from
  int64_t trained_on = 0;  ///< of these: in the training data, they or their reverse complements
  std::vector<EvaluationReport> reports;
  std::vector<std::string> warnings;
};

/// Reads the data and judges the classifier on it. Data without splits is judged whole, but for the data that the model
/// was trained on: that is split again as it was then. Errors: those of load_labelled_data; kUsage where the split is
/// empty.
Evaluations evaluate_classifier(Classifier& classifier, const EvaluateOptions& options);

}  // namespace undula
