#include "core/ops/gelu.h"

#include "tests/support/catch.h"
#include "tests/support/gradient_check.h"
#include "tests/support/problem_checks.h"
#include "tests/support/targets.h"
#include "tests/support/tensor.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

struct RowsCase {
  int64_t M, n, padding;
  std::string text() const {
    return "M " + std::to_string(M) + " n " + std::to_string(n) + " padding " + std::to_string(padding);
  }
};

struct RowsProblem {
  RowsProblem(const RowsCase& c, DType dtype) {
    const int64_t n = c.n;
    x = Tensor::uniform({c.M, n}, dtype, "x", -12, 12).spread(c.padding, c.padding);
    dy = Tensor::uniform({c.M, n}, dtype, "dy").spread(c.padding, c.padding);
    y = Tensor({c.M, n}, dtype).spread(c.padding, c.padding);
    dx = Tensor({c.M, n}, dtype).spread(c.padding, c.padding);
  }
  void forward(Context& ctx) const {
    plan_and_run(ctx, [&] { gelu_forward(ctx, x, y); });
  }
  void backward(Context& ctx) const {
    plan_and_run(ctx, [&] { gelu_backward(ctx, x, dy, dx); });
  }
  std::vector<std::pair<const char*, View>> results() const { return {{"y", y}, {"dx", dx}}; }

  Tensor x, dy, y, dx;
};

}  // namespace

TEST_CASE("gelu: kernels agree with the float64 reference") {
  check_every_device<RowsProblem>(std::vector<RowsCase>{{1, 1, 0}, {33, 17, 3}, {5, 100, 4}, {3, 600, 0}});
}

TEST_CASE("gelu: the normal distribution function at known places, and its gradient") {
  Context ctx(1);
  ctx.arena().reserve();
  const Tensor x({4}, DType::kF64), y({4}, DType::kF64);
  for (const auto& [i, value] : {std::pair{0, 0.0}, {1, 1.0}, {2, -1.0}, {3, 3.0}}) x.set(i, value);
  gelu_forward(ctx, x, y);
  CHECK(y.get(0) == 0);
  CHECK(y.get(1) == Approx(0.8413447460685429));
  CHECK(y.get(2) == Approx(-0.15865525393145707));
  CHECK(y.get(3) == Approx(3 * 0.9986501019683699));
  const Tensor in = Tensor::uniform({3, 7}, DType::kF64, "x", -4, 4), dy = Tensor::uniform({3, 7}, DType::kF64, "dy");
  const Tensor out({3, 7}, DType::kF64), dx({3, 7}, DType::kF64);
  gelu_backward(ctx, in, dy, dx);
  const auto loss = [&] {
    gelu_forward(ctx, in, out);
    return weighted_sum(out, dy);
  };
  CHECK(gradient_errors(loss, {{"x", in, dx}}, kGradientTolerance) == "");
}

TEST_CASE("gelu: float32 against float64, far out too, at any width and thread count, on every CPU target") {
  for (const int64_t n : {1, 15, 16, 17, 100}) {
    Context ctx(2);
    ctx.arena().reserve();
    const Tensor x = Tensor::uniform({33, n}, DType::kF64, "x", -12, 12);
    const Tensor dy = Tensor::uniform({33, n}, DType::kF64, "dy"), y({33, n}, DType::kF64), dx({33, n}, DType::kF64);
    gelu_forward(ctx, x, y);
    gelu_backward(ctx, x, dy, dx);
    const Tensor fast_x = x.as(DType::kF32).spread(3, 1), fast_dy = dy.as(DType::kF32).spread(2, 0);
    for_each_cpu_target([&](const std::string& target) {
      INFO(target << ", width " << n);
      const Tensor fast_y = Tensor({33, n}, DType::kF32).spread(1, 1), fast_dx({33, n}, DType::kF32);
      gelu_forward(ctx, fast_x, fast_y);
      gelu_backward(ctx, fast_x, fast_dy, fast_dx);
      CHECK(relative_difference(fast_y, y) < kDenseF32);
      CHECK(relative_difference(fast_dx, dx) < kDenseF32);
      for (int64_t i = 0; i < x.view().count(); ++i)  // 8e-8 x, whatever the sign
        REQUIRE(std::abs(fast_y.get(i) - y.get(i)) < 2e-6);
    });
  }
}

}  // namespace undula::test
