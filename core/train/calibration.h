#pragma once
#include "core/train/metrics.h"

namespace undula {

/// Temperature scaling (Guo, Pleiss, Sun & Weinberger 2017, "On calibration of modern neural networks", section 4.2):
/// probabilities become softmax(logits / T) with one T for all classes. The order of the classes stays as it is.

/// The T in [1/16, 16] of least log-loss for `predictions`, which are those of T = 1. Labels count as Platt (1999)
/// counts them, as if one record of n + 2 had another: where all answers are right there is a least loss all the same.
/// 1 where there are no records.
double fit_temperature(const Predictions& predictions);

/// What `predictions`, which are those of T = 1, are at another temperature.
Predictions at_temperature(Predictions predictions, double temperature);

}  // namespace undula
