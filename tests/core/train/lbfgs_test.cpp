#include "core/train/lbfgs.h"

#include <cmath>

#include "tests/support/catch.h"

namespace undula {
namespace {

constexpr auto kGoOn = [](const std::vector<double>&) { return true; };

}  // namespace

TEST_CASE("L-BFGS finds the minimum of an ill-conditioned quadratic") {
  const Objective quadratic = [](const std::vector<double>& x, std::vector<double>& gradient) {
    double value = 0;
    for (size_t i = 0; i < x.size(); ++i) {
      const double curvature = std::pow(10.0, static_cast<double>(i) / 2), d = x[i] - static_cast<double>(i);
      value += curvature / 2 * d * d;
      gradient[i] = curvature * d;
    }
    return value;
  };
  std::vector<double> x(8);
  minimize_lbfgs(quadratic, kGoOn, 200, x);
  for (size_t i = 0; i < x.size(); ++i) CHECK(x[i] == Approx(static_cast<double>(i)).margin(1e-6));
}

// Rosenbrock (1960), minimum 0 at (1, 1).
TEST_CASE("L-BFGS follows a curved valley") {
  const Objective rosenbrock = [](const std::vector<double>& x, std::vector<double>& gradient) {
    const double a = 1 - x[0], b = x[1] - x[0] * x[0];
    gradient[0] = -2 * a - 400 * x[0] * b;
    gradient[1] = 200 * b;
    return a * a + 100 * b * b;
  };
  std::vector<double> x = {-1.2, 1};
  minimize_lbfgs(rosenbrock, kGoOn, 200, x);
  CHECK(x[0] == Approx(1).margin(1e-6));
  CHECK(x[1] == Approx(1).margin(1e-6));
}

TEST_CASE("L-BFGS stops when told, after the given steps, and at a minimum") {
  int steps = 0;
  const Objective bowl = [](const std::vector<double>& x, std::vector<double>& gradient) {
    gradient[0] = 4 * x[0] * x[0] * x[0];
    return std::pow(x[0], 4);
  };
  std::vector<double> x = {3};
  minimize_lbfgs(
      bowl, [&](const std::vector<double>&) { return ++steps < 3; }, 100, x);
  CHECK(steps == 3);
  steps = 0;
  minimize_lbfgs(
      bowl, [&](const std::vector<double>&) { return ++steps > 0; }, 2, x);
  CHECK(steps == 2);
  x = {0};
  minimize_lbfgs(
      bowl, [&](const std::vector<double>&) { return ++steps > 0; }, 2, x);
  CHECK(steps == 2);
  CHECK(x[0] == 0);
}

}  // namespace undula
