#pragma once
#include <functional>
#include <vector>

namespace undula {

/// Value of a function at x; writes its gradient.
using Objective = std::function<double(const std::vector<double>& x, std::vector<double>& gradient)>;
/// Called with the point reached by each step; false ends the search.
using StepObserver = std::function<bool(const std::vector<double>& x)>;

/// Minimises a smooth function from x, which ends at the last point reached: limited-memory BFGS (Liu and Nocedal 1989)
/// with a history of 8 steps and backtracking line search. Ends when `observe` says so, when no step goes down any
/// more, or after `max_steps`.
void minimize_lbfgs(const Objective& objective, const StepObserver& observe, int max_steps, std::vector<double>& x);

}  // namespace undula
