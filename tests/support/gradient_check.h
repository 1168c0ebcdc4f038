#pragma once
#include <functional>
#include <string>
#include <vector>

#include "core/base/view.h"

namespace undula::test {

/// A float64 tensor that a loss depends on, beside the gradient that backward claims for it.
struct Checked {
  std::string name;
  View value, gradient;
};

/// Compares every claimed gradient with central differences of `loss`. Returns the largest error of each tensor,
/// relative to the tensor's largest gradient entry, as text for those above `tolerance`; empty when all agree.
std::string gradient_errors(const std::function<double()>& loss, const std::vector<Checked>& checked, double tolerance);

/// sum of x * weights, float64: a loss whose gradient with respect to x is `weights`.
double weighted_sum(const View& x, const View& weights);

}  // namespace undula::test
