#include "core/ops/rms_norm.h"

#include <cmath>

#include "tests/support/catch.h"
#include "tests/support/gradient_check.h"
#include "tests/support/problem_checks.h"
#include "tests/support/targets.h"
#include "tests/support/tensor.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

struct Problem {
  /// `residual`: type of x and dx, which may be wider than that of y and dy.
  Problem(int64_t M, int64_t D, DType dtype, DType residual, int64_t padding = 1)
      : x(Tensor::uniform({M, D}, residual, "x").spread(3 * padding, padding)),
        w(Tensor::uniform({D}, state_type(dtype), "w", 0.5, 1.5)),
        y(Tensor({M, D}, dtype).spread(5 * padding, 2 * padding)),
        inv_rms({M}, state_type(dtype)),
        dy(Tensor::uniform({M, D}, dtype, "dy").spread(2 * padding, 3 * padding)),
        dx(Tensor({M, D}, residual).spread(padding, padding)),
        dw({D}, state_type(dtype)) {
    fill_zero(dw);
  }
  Problem(int64_t M, int64_t D, DType dtype) : Problem(M, D, dtype, dtype) {}

  void forward(Context& ctx) const {
    plan_and_run(ctx, [&] { rms_norm_forward(ctx, x, w, y, inv_rms); });
  }
  void backward(Context& ctx) const {
    plan_and_run(ctx, [&] { rms_norm_backward(ctx, x, w, inv_rms, dy, dx, dw); });
  }

  std::vector<std::pair<const char*, View>> results() const {
    return {{"y", y}, {"inv_rms", inv_rms}, {"dx", dx}, {"dw", dw}};
  }

  Tensor x, w, y, inv_rms, dy, dx, dw;
};

struct DeviceCase {
  int64_t M, D, padding;
  bool wide;  ///< x in fp32 whatever the type of y
  std::string text() const {
    return "M " + std::to_string(M) + " D " + std::to_string(D) + " padding " + std::to_string(padding) +
           (wide ? " wide" : "");
  }
};

struct DeviceProblem : Problem {
  DeviceProblem(const DeviceCase& c, DType dtype)
      : Problem(c.M, c.D, dtype, c.wide ? state_type(dtype) : dtype, c.padding) {}
};

}  // namespace

TEST_CASE("rms_norm: every gradient against central differences") {
  for (const int64_t D : {1, 2, 7, 16}) {
    INFO("D " << D);
    Context ctx(1);
    const Problem p(5, D, DType::kF64);
    p.forward(ctx);
    p.backward(ctx);
    const auto loss = [&] {
      p.forward(ctx);
      return weighted_sum(p.y, p.dy);
    };
    CHECK(gradient_errors(loss, {{"x", p.x, p.dx}, {"w", p.w, p.dw}}, kGradientTolerance) == "");
  }
}

TEST_CASE("rms_norm: the equation, by hand") {
  Context ctx(1);
  const Problem p(1, 2, DType::kF64);
  p.forward(ctx);
  const double a = p.x.get(0), b = p.x.get(1), r = 1 / std::sqrt((a * a + b * b) / 2 + 1e-5);
  CHECK(p.inv_rms.get(0) == Approx(r).epsilon(1e-14));
  CHECK(p.y.get(1) == Approx(b * r * p.w.get(1)).epsilon(1e-14));
}

TEST_CASE("rms_norm: float32 against float64, at any width, on every CPU target") {
  for (const int64_t D : {2, 3, 15, 16, 17, 64, 100, 257}) {
    for (const int64_t M : {1, 5, 64, 65, 200}) {
      Context ctx(2);
      const Problem exact(M, D, DType::kF64);
      exact.forward(ctx);
      exact.backward(ctx);
      for_each_cpu_target([&](const std::string& target) {
        INFO(target << " M " << M << " D " << D);
        const Problem fast(M, D, DType::kF32);
        fast.forward(ctx);
        fast.backward(ctx);
        CHECK(relative_difference(fast.y, exact.y) <= kDenseF32);
        CHECK(relative_difference(fast.inv_rms, exact.inv_rms) <= kDenseF32);
        CHECK(relative_difference(fast.dx, exact.dx) <= kDenseF32);
        CHECK(relative_difference(fast.dw, exact.dw) <= kDenseF32);
      });
    }
  }
}

TEST_CASE("rms_norm: kernels agree with the float64 reference") {
  check_every_device<DeviceProblem>(std::vector<DeviceCase>{
      {1, 2, 1, false}, {5, 3, 1, true}, {33, 20, 4, true}, {70, 64, 0, false}, {9, 257, 1, true}, {6, 300, 4, false}});
}

TEST_CASE("rms_norm: on a device dx may be left out, and may take the place of dy") {
  for_each_device([&](const std::string& name, const std::shared_ptr<DeviceBackend>& device) {
    INFO(name);
    const TensorsOn scope(device);
    Context ctx(1, 0, device);
    const Problem p(37, 300, DType::kF32), q(37, 300, DType::kF32);
    p.forward(ctx);
    q.forward(ctx);
    p.backward(ctx);
    plan_and_run(ctx, [&] { rms_norm_backward(ctx, q.x, q.w, q.inv_rms, q.dy, View(), q.dw); });
    CHECK(same_bits(p.dw, q.dw));
    fill_zero(q.dw);
    plan_and_run(ctx, [&] { rms_norm_backward(ctx, q.x, q.w, q.inv_rms, q.dy, q.dy, q.dw); });
    CHECK(same_bits(p.dx, q.dy));
    CHECK(same_bits(p.dw, q.dw));
  });
}

TEST_CASE("rms_norm: the same bits for any number of threads, rows on their own too") {
  Context one(1), four(4);
  const Problem p(333, 100, DType::kF32), q(333, 100, DType::kF32);
  p.forward(one);
  p.backward(one);
  q.forward(four);
  q.backward(four);
  CHECK(same_bits(p.y, q.y));
  CHECK(same_bits(p.dx, q.dx));
  CHECK(same_bits(p.dw, q.dw));
  const Tensor row({1, 100}, DType::kF32);
  plan_and_run(one, [&] { rms_norm_forward(one, p.x.view().slice(0, 77, 78), p.w, row, View()); });
  CHECK(same_bits(row, p.y.view().slice(0, 77, 78)));
}

TEST_CASE("rms_norm: dx may be left out") {
  Context ctx(1);
  const Problem p(5, 7, DType::kF32), q(5, 7, DType::kF32);
  p.forward(ctx);
  q.forward(ctx);
  p.backward(ctx);
  plan_and_run(ctx, [&] { rms_norm_backward(ctx, q.x, q.w, q.inv_rms, q.dy, View(), q.dw); });
  CHECK(same_bits(p.dw, q.dw));
}

}  // namespace undula::test
