#pragma once
#include <vector>

namespace undula {

/// What a distribution is summed up by: its ends, median, and the twentieths at either end.
struct Quantiles {
  double least = 0, low = 0, median = 0, high = 0, most = 0;
};

/// Of at least one value; each quantile is one of them.
Quantiles quantiles(std::vector<double> values);

}  // namespace undula
