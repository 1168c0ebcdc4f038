#include "tests/support/gradient_check.h"

#include <algorithm>
#include <cmath>

#include "tests/support/tensor.h"

namespace undula::test {

std::string gradient_errors(const std::function<double()>& loss, const std::vector<Checked>& checked,
                            double tolerance) {
  // Balances the truncation error of the difference (step squared) and its rounding error (1e-16 / step).
  constexpr double kStep = 2e-5;
  std::string errors;
  for (const auto& [name, value, gradient] : checked) {
    double largest = 0, error = 0;
    for (int64_t i = 0; i < value.count(); ++i) {
      const double x = element(value, i);
      set_element(value, i, x + kStep);
      const double above = loss();
      set_element(value, i, x - kStep);
      const double below = loss();
      set_element(value, i, x);
      const double want = (above - below) / (2 * kStep), got = element(gradient, i);
      largest = std::max(largest, std::abs(want));
      error = std::isnan(got) ? got : std::max(error, std::abs(got - want));
    }
    if (!(error <= tolerance * std::max(largest, 1e-3))) {
      errors +=
          name + ": error " + std::to_string(error) + " where the largest entry is " + std::to_string(largest) + "\n";
    }
  }
  return errors;
}

double weighted_sum(const View& x, const View& weights) {
  double sum = 0;
  for (int64_t i = 0; i < x.count(); ++i) sum += element(x, i) * element(weights, i);
  return sum;
}

}  // namespace undula::test
