#pragma once
#include "core/train/bootstrap.h"

namespace undula {

/// How a classifier does on labelled records, all as they are or all of one length.
struct EvaluationReport {
  int64_t length = 0;        ///< of the windows; 0: records as they are
  int64_t unclassified = 0;  ///< records without anything to read; they count, with equal probabilities
  Predictions predictions;
  double raw_calibration_error = 0;  ///< of the same predictions at temperature 1
  Judgement judgement;               ///< beside the baseline, where there is one
};

}  // namespace undula
