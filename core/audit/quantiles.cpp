#include "core/audit/quantiles.h"

#include <algorithm>

namespace undula {

Quantiles quantiles(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values[static_cast<size_t>(share * static_cast<double>(values.size() - 1))];
  };
  return {at(0), at(0.05), at(0.5), at(0.95), at(1)};
}

}  // namespace undula
