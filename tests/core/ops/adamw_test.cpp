#include "core/ops/adamw.h"

#include <cmath>

#include "tests/support/catch.h"
#include "tests/support/devices.h"
#include "tests/support/tensor.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

struct Problem {
  Problem(int64_t n, DType dtype)
      : value(Tensor::uniform({n}, dtype, "value").spread(0, 3)),
        grad(Tensor::uniform({n}, dtype, "grad")),
        m({n}, dtype),
        v({n}, dtype) {
    fill_zero(m);
    fill_zero(v);
  }

  void steps(Context& ctx, int count) const {
    for (int step = 1; step <= count; ++step) {
      plan_and_run(ctx, [&] { adamw(ctx, {.learning_rate = 0.01, .clip = 0.5, .step = step}, value, grad, m, v); });
    }
  }

  Tensor value, grad, m, v;
};

}  // namespace

TEST_CASE("adamw: against a plain loop in float64") {
  Context ctx(2);
  constexpr int64_t n = 10007;
  const Problem fast(n, DType::kF32), exact(n, DType::kF64), start(n, DType::kF64);
  fast.steps(ctx, 3);
  exact.steps(ctx, 3);
  const Tensor want({n}, DType::kF64);
  for (int64_t i = 0; i < n; ++i) {
    double x = start.value.get(i), m = 0, v = 0;
    const double g = 0.5 * start.grad.get(i);
    for (int step = 1; step <= 3; ++step) {
      m = 0.9 * m + 0.1 * g;
      v = 0.95 * v + 0.05 * g * g;
      const double m_hat = m / (1 - std::pow(0.9, step)), v_hat = v / (1 - std::pow(0.95, step));
      x -= 0.01 * (m_hat / (std::sqrt(v_hat) + 1e-8) + 0.1 * x);
    }
    want.set(i, x);
  }
  CHECK(relative_difference(exact.value, want) < 1e-14);
  CHECK(relative_difference(fast.value, exact.value) <= kDenseF32);
  CHECK(relative_difference(fast.m, exact.m) <= kDenseF32);
  CHECK(relative_difference(fast.v, exact.v) <= kDenseF32);
}

TEST_CASE("adamw: the same bits for any number of threads and any cut") {
  Context one(1), four(4);
  constexpr int64_t n = 30001;
  const Problem p(n, DType::kF32), q(n, DType::kF32), r(n, DType::kF32);
  p.steps(one, 2);
  q.steps(four, 2);
  CHECK(same_bits(p.value, q.value));
  for (int step = 1; step <= 2; ++step) {
    for (const auto& [begin, end] : {std::pair<int64_t, int64_t>(0, 1001), std::pair<int64_t, int64_t>(1001, n)}) {
      const auto part = [begin = begin, end = end](const Tensor& t) { return t.view().slice(0, begin, end); };
      plan_and_run(one, [&] {
        adamw(one, {.learning_rate = 0.01, .clip = 0.5, .step = step}, part(r.value), part(r.grad), part(r.m),
              part(r.v));
      });
    }
  }
  CHECK(same_bits(p.value, r.value));
}

TEST_CASE("sum_of_squares: against float64, the same bits for any number of threads") {
  Context one(1), four(4);
  for (const int64_t n : {1, 15, 4096, 4097, 100003}) {
    const Tensor x = Tensor::uniform({n}, DType::kF32, "x");
    double sum = 0, again = 0, want = 0;
    for (int64_t i = 0; i < n; ++i) want += x.get(i) * x.get(i);
    plan_and_run(one, [&] { sum = sum_of_squares(one, x); });
    plan_and_run(four, [&] { again = sum_of_squares(four, x); });
    CHECK(sum == Approx(want).epsilon(1e-13));
    CHECK(sum == again);
  }
}

TEST_CASE("adamw: kernels agree with the float64 reference") {
  Context host(1);
  for (const int64_t n : {1, 1000, 1027}) {
    const Problem want(n, DType::kF64);
    want.steps(host, 3);
    for_each_device([&](const std::string& name, const std::shared_ptr<DeviceBackend>& device) {
      INFO(name << " n " << n);
      const TensorsOn scope(device);
      Context ctx(1, 0, device);
      const Problem got(n, DType::kF32);
      got.steps(ctx, 3);
      CHECK(relative_difference(got.value, want.value) <= kDeviceF32);
      CHECK(relative_difference(got.m, want.m) <= kDeviceF32);
      CHECK(relative_difference(got.v, want.v) <= kDeviceF32);
    });
  }
}

TEST_CASE("sum_of_squares, moving_average: on a device as on the CPU, in any order of threads") {
  Context host(1);
  for (const int64_t n : {1, 4096, 9001}) {
    const Tensor x = Tensor::uniform({n}, DType::kF32, "x"), kept({n}, DType::kF32);
    double want = 0;
    plan_and_run(host, [&] {
      want = sum_of_squares(host, x);
      moving_average(host, 0.75, x, kept);
    });
    for_each_device([&](const std::string& name, const std::shared_ptr<DeviceBackend>& device) {
      INFO(name << " n " << n);
      const TensorsOn scope(device);
      Context ctx(1, 0, device);
      const Tensor value = Tensor::uniform({n}, DType::kF32, "x"), average({n}, DType::kF32);
      fill_zero(average);
      for_each_schedule([&] {
        double sum = 0;
        plan_and_run(ctx, [&] { sum = sum_of_squares(ctx, value); });
        CHECK(sum == Approx(want).epsilon(1e-13));
      });
      plan_and_run(ctx, [&] { moving_average(ctx, 0.75, value, average); });
      CHECK(relative_difference(average, kept) <= kDeviceF32);
    });
  }
}

TEST_CASE("moving_average: decays towards the value") {
  Context ctx(1);
  const Tensor value = Tensor::uniform({1001}, DType::kF32, "value"), average({1001}, DType::kF32);
  for (int step = 0; step < 2; ++step) plan_and_run(ctx, [&] { moving_average(ctx, 0.75, value, average); });
  for (const int64_t i : {0, 500, 1000}) CHECK(average.get(i) == Approx(value.get(i) * (1 - 0.75 * 0.75)));
}

}  // namespace undula::test
