#pragma once
#include <string>

#include "core/train/metrics.h"

namespace undula {

/// How often the most probable class is right, against its probability, as an SVG document: one dot for each of at most
/// 15 bins of equal numbers of records. Calibrated predictions lie on the diagonal.
std::string svg_calibration(const Predictions& predictions);

}  // namespace undula
