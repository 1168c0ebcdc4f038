#include "core/ops/glu.h"

#include <cmath>

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
    x = Tensor::uniform({c.M, 2 * n}, dtype, "x", -9, 9).spread(c.padding, c.padding);
    dy = Tensor::uniform({c.M, n}, dtype, "dy").spread(c.padding, c.padding);
    y = Tensor({c.M, n}, dtype).spread(c.padding, c.padding);
    dx = Tensor({c.M, 2 * n}, dtype).spread(c.padding, c.padding);
  }
  void forward(Context& ctx) const {
    plan_and_run(ctx, [&] { glu_forward(ctx, x, y); });
  }
  void backward(Context& ctx) const {
    plan_and_run(ctx, [&] { glu_backward(ctx, x, dy, dx); });
  }
  std::vector<std::pair<const char*, View>> results() const { return {{"y", y}, {"dx", dx}}; }

  Tensor x, dy, y, dx;
};

}  // namespace

TEST_CASE("glu: kernels agree with the float64 reference") {
  check_every_device<RowsProblem>(std::vector<RowsCase>{{1, 1, 0}, {33, 17, 3}, {5, 100, 4}, {3, 600, 0}});
}

TEST_CASE("glu: the equation and its gradient") {
  Context ctx(1);
  ctx.arena().reserve();
  const Tensor x = Tensor::uniform({3, 10}, DType::kF64, "x", -3, 3), dy = Tensor::uniform({3, 5}, DType::kF64, "dy");
  const Tensor y({3, 5}, DType::kF64), dx({3, 10}, DType::kF64);
  glu_forward(ctx, x, y);
  CHECK(y.get(7) == Approx(x.get(12) / (1 + std::exp(-x.get(17)))));
  glu_backward(ctx, x, dy, dx);
  const auto loss = [&] {
    glu_forward(ctx, x, y);
    return weighted_sum(y, dy);
  };
  CHECK(gradient_errors(loss, {{"x", x, dx}}, kGradientTolerance) == "");
  CHECK_THROWS_WITH(glu_forward(ctx, y, y), contains("an even number of channels"));
}

TEST_CASE("glu: float32 against float64 at any width, on every CPU target") {
  for (const int64_t C : {1, 15, 16, 17, 100}) {
    Context ctx(2);
    ctx.arena().reserve();
    const Tensor x = Tensor::uniform({33, 2 * C}, DType::kF64, "x", -9, 9);
    const Tensor dy = Tensor::uniform({33, C}, DType::kF64, "dy"), y({33, C}, DType::kF64),
                 dx({33, 2 * C}, DType::kF64);
    glu_forward(ctx, x, y);
    glu_backward(ctx, x, dy, dx);
    const Tensor fast_x = x.as(DType::kF32).spread(3, 1), fast_dy = dy.as(DType::kF32).spread(2, 0);
    for_each_cpu_target([&](const std::string& target) {
      INFO(target << ", width " << C);
      const Tensor fast_y = Tensor({33, C}, DType::kF32).spread(1, 1), fast_dx({33, 2 * C}, DType::kF32);
      glu_forward(ctx, fast_x, fast_y);
      glu_backward(ctx, fast_x, fast_dy, fast_dx);
      CHECK(relative_difference(fast_y, y) < kDenseF32);
      CHECK(relative_difference(fast_dx, dx) < kDenseF32);
    });
  }
}

}  // namespace undula::test
