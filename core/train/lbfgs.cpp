#include "core/train/lbfgs.h"

#include <cmath>
#include <deque>
#include <numeric>

namespace undula {
namespace {

using Vector = std::vector<double>;

constexpr size_t kHistory = 8;
constexpr int kMostHalvings = 20;
constexpr double kSufficient = 1e-4;  // Armijo's constant

double dot(const Vector& a, const Vector& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

void add_scaled(Vector& to, double factor, const Vector& from) {
  for (size_t i = 0; i < to.size(); ++i) to[i] += factor * from[i];
}

Vector difference(const Vector& a, const Vector& b) {
  Vector result = a;
  add_scaled(result, -1, b);
  return result;
}

/// One step taken: s = change of x, y = change of the gradient.
struct Change {
  Vector s, y;
  double inverse_sy;
};

/// -H g, with H the inverse Hessian that the history implies (the two-loop recursion).
Vector descent_direction(const Vector& gradient, const std::deque<Change>& history) {
  Vector direction = gradient;
  std::vector<double> alpha(history.size());
  for (size_t i = history.size(); i-- > 0;) {
    alpha[i] = history[i].inverse_sy * dot(history[i].s, direction);
    add_scaled(direction, -alpha[i], history[i].y);
  }
  const double scale = history.empty() ? 1 / std::sqrt(dot(gradient, gradient))
                                       : 1 / (history.back().inverse_sy * dot(history.back().y, history.back().y));
  for (double& d : direction) d *= -scale;
  for (size_t i = 0; i < history.size(); ++i) {
    const double beta = history[i].inverse_sy * dot(history[i].y, direction);
    add_scaled(direction, -alpha[i] - beta, history[i].s);
  }
  return direction;
}

}  // namespace

void minimize_lbfgs(const Objective& objective, const StepObserver& observe, int max_steps, Vector& x) {
  std::deque<Change> history;
  Vector gradient(x.size()), next_gradient(x.size());
  double value = objective(x, gradient);
  for (int step = 0; step < max_steps && dot(gradient, gradient) > 0; ++step) {
    const Vector direction = descent_direction(gradient, history);
    const double slope = dot(gradient, direction);
    Vector next;
    double next_value = value;
    double size = 1;
    for (int halvings = 0;; ++halvings, size /= 2) {
      if (halvings > kMostHalvings) return;
      next = x;
      add_scaled(next, size, direction);
      next_value = objective(next, next_gradient);
      if (next_value < value && next_value <= value + kSufficient * size * slope) break;
    }
    Change change{difference(next, x), difference(next_gradient, gradient), 0};
    const double sy = dot(change.s, change.y);
    if (sy > 0) {
      change.inverse_sy = 1 / sy;
      history.push_back(std::move(change));
      if (history.size() > kHistory) history.pop_front();
    }
    x = std::move(next);
    gradient = next_gradient;
    value = next_value;
    if (!observe(x)) return;
  }
}

}  // namespace undula
