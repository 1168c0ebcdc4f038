#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/simd_exp_probe.h"
#include "tests/support/targets.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

/// n floats from `low` to `high`, evenly.
std::vector<float> range(double low, double high, int64_t n) {
  std::vector<float> x(static_cast<size_t>(n));
  for (int64_t i = 0; i < n; ++i) {
    x[static_cast<size_t>(i)] = static_cast<float>(low + (high - low) * static_cast<double>(i) / double(n - 1));
  }
  return x;
}

using Probe = std::function<void(const float*, int64_t, float*)>;

/// 2^x through the scan's exponential, its rate split off so that the product is exact.
void exp2_probe(const float* x, int64_t n, float* y) {
  const std::vector<float> one(static_cast<size_t>(n), 1.0f);
  probe_exp2(x, one.data(), n, y);
}

/// Largest |got - want| / (scale + slope |x|) |want|.
double worst(const Probe& probe, const std::vector<float>& x, const std::function<double(double)>& want, double scale,
             double slope = 0) {
  std::vector<float> y(x.size());
  probe(x.data(), static_cast<int64_t>(x.size()), y.data());
  double error = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    const double exact = want(x[i]), bound = (scale + slope * std::abs(x[i])) * std::abs(exact);
    const double e = std::abs(y[i] - exact) / bound;
    if (!(e <= error)) error = e;
  }
  return error;
}

}  // namespace

TEST_CASE("exp: 2^t and e^x are accurate over all that fp32 can hold") {
  for_each_cpu_target([](const std::string& target) {
    INFO(target);
    const auto exp2_exact = [](double t) { return std::exp2(t); };
    CHECK(worst(exp2_probe, range(-125.6, 0, 100003), exp2_exact, kExp2F32) <= 1);
    CHECK(worst(
              probe_exp, range(-87, 0, 100003), [](double x) { return std::exp(x); }, kExp2F32, kExpSlopeF32) <= 1);
  });
}

TEST_CASE("exp: 1 - e^x near zero is as good as the rounding of e^x allows") {
  // |error of e^x| <= half a unit below 1, plus a small share of 1 - e^x itself.
  const std::vector<float> x = range(-1e-1, -1e-6, 100003);
  for_each_cpu_target([&](const std::string& target) {
    INFO(target);
    std::vector<float> y(x.size()), rate(x.size(), 0x1.715476p+0f);
    probe_exp2(x.data(), rate.data(), static_cast<int64_t>(x.size()), y.data());
    double excess = 0;
    for (size_t i = 0; i < x.size(); ++i) {
      const double exact = -std::expm1(static_cast<double>(x[i]));
      excess = std::max(excess, (std::abs((1.0 - y[i]) - exact) - 0x1p-25) / exact);
    }
    CHECK(excess <= 2e-6);
  });
}

TEST_CASE("exp: the edges") {
  constexpr float inf = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
  for_each_cpu_target([&](const std::string& target) {
    INFO(target);
    const std::vector<float> x = {0, -0.0f, nan, -127.4f, -1000, -1e8f, -1e-30f, -1e-7f, -0.5f, -1.5f};
    std::vector<float> y(x.size());
    exp2_probe(x.data(), static_cast<int64_t>(x.size()), y.data());
    CHECK(y[0] == 1);
    CHECK(y[1] == 1);
    CHECK(std::isnan(y[2]));
    CHECK(y[3] < 1.2e-38f);
    CHECK(y[4] == 0);
    CHECK(y[5] == 0);
    for (size_t i = 0; i < x.size(); ++i) CHECK(!(y[i] > 1));
    const std::vector<float> e = {0, nan, -90, -1e30f, -inf};
    probe_exp(e.data(), 5, y.data());
    CHECK(y[0] == 1);
    CHECK(std::isnan(y[1]));
    for (size_t i = 2; i < 5; ++i) CHECK(y[i] < 1.2e-38f);
    for (const float value : range(-1e-3, 0, 5001)) {
      exp2_probe(&value, 1, y.data());
      CHECK_FALSE(y[0] > 1);
    }
  });
}

TEST_CASE("exp: a slow decay of 2^20 steps follows float64") {
  for_each_cpu_target([](const std::string& target) {
    INFO(target);
    for (const double total : {1.0, 10.0}) {
      constexpr int64_t kSteps = int64_t{1} << 20;
      const auto rate = static_cast<float>(-total / kSteps * 1.4426950408889634);
      const float one = 1;
      float h = 1;
      for (int64_t step = 0; step < kSteps; ++step) probe_decay(&h, &one, &rate, 1, &h);
      CHECK(h == Approx(std::exp2(static_cast<double>(rate) * kSteps)).epsilon(kSlowDecayF32));
    }
  });
}

TEST_CASE("exp: sine and cosine of a product of quarter turns") {
  // An exact product, so that only the polynomials err; then one whose rounding counts.
  const std::vector<float> exact = range(-64, 64, 100003), one(exact.size(), 1.0f), third(exact.size(), 0.3333333f);
  const auto worst_of = [](const auto& probe, const auto& want, const std::vector<float>& x,
                           const std::vector<float>& y) {
    std::vector<float> z(x.size());
    probe(x.data(), y.data(), static_cast<int64_t>(x.size()), z.data());
    double error = 0;
    for (size_t i = 0; i < x.size(); ++i) {
      const double product = static_cast<double>(x[i]) * static_cast<double>(y[i]);
      error = std::max(error, std::abs(z[i] - want(product * M_PI / 2)) / (1 + std::abs(product)));
    }
    return error;
  };
  double (*const cosine)(double) = std::cos, (*const sine)(double) = std::sin;
  for_each_cpu_target([&](const std::string& target) {
    INFO(target);
    for (const std::vector<float>* y : {&one, &third}) {
      CHECK(worst_of(probe_cosine, cosine, exact, *y) <= kTurnF32);
      CHECK(worst_of(probe_sine, sine, exact, *y) <= kTurnF32);
    }
    const float zero = 0, four = 4, nan = std::numeric_limits<float>::quiet_NaN();
    float c = 0, s = 0;
    probe_cosine(&zero, &four, 1, &c);
    probe_sine(&zero, &four, 1, &s);
    CHECK((c == 1 && s == 0));
    probe_cosine(&nan, &four, 1, &c);
    CHECK(std::isnan(c));
  });
}

TEST_CASE("exp: sigmoid, softplus and its derivative") {
  const std::vector<float> x = range(-80, 80, 100003);
  const auto sigmoid = [](double v) { return 1 / (1 + std::exp(-v)); };
  const auto softplus = [](double v) { return std::max(v, 0.0) + std::log1p(std::exp(-std::abs(v))); };
  for_each_cpu_target([&](const std::string& target) {
    INFO(target);
    CHECK(worst(probe_sigmoid, x, sigmoid, kSigmoidF32, kExpSlopeF32) <= 1);
    CHECK(worst(probe_softplus, x, softplus, kSigmoidF32, kExpSlopeF32) <= 1);
    CHECK(worst(probe_softplus_derivative, x, sigmoid, kSigmoidF32, kExpSlopeF32) <= 1);
  });
}

}  // namespace undula::test
