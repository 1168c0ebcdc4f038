#include "core/ops/linear.h"

#include "tests/support/catch.h"
#include "tests/support/devices.h"
#include "tests/support/gradient_check.h"
#include "tests/support/tensor.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

/// y (2, 3, N) = x (2, 3, K) w^T + bias with strided rows of x, y and their gradients.
struct Problem {
  Problem(int64_t N, int64_t K, DType dtype)
      : x(Tensor::uniform({2, 3, K}, dtype, "x").spread(3, 1)),
        w(Tensor::uniform({N, K}, dtype, "w")),
        bias(Tensor::uniform({N}, dtype, "bias")),
        y(Tensor({2, 3, N}, dtype).spread(5, 2)),
        dy(Tensor::uniform({2, 3, N}, dtype, "dy").spread(2, 3)),
        dx(Tensor({2, 3, K}, dtype).spread(4, 1)),
        dw({N, K}, dtype),
        dbias({N}, dtype) {}

  void forward(Context& ctx) const {
    plan_and_run(ctx, [&] { linear_forward(ctx, x, w, bias, y); });
  }
  void backward(Context& ctx) const {
    plan_and_run(ctx, [&] { linear_backward(ctx, x, w, dy, dx, dw, dbias); });
  }

  Tensor x, w, bias, y, dy, dx, dw, dbias;
};

}  // namespace

TEST_CASE("linear: every gradient against central differences") {
  for (const auto& [N, K] : {std::pair(1, 1), std::pair(5, 3), std::pair(4, 17), std::pair(18, 2)}) {
    INFO("N " << N << " K " << K);
    Context ctx(1);
    const Problem p(N, K, DType::kF64);
    p.backward(ctx);
    const auto loss = [&] {
      p.forward(ctx);
      return weighted_sum(p.y, p.dy);
    };
    CHECK(gradient_errors(loss, {{"x", p.x, p.dx}, {"w", p.w, p.dw}, {"bias", p.bias, p.dbias}}, kGradientTolerance) ==
          "");
  }
}

TEST_CASE("linear: float32 against float64") {
  for (const auto& [N, K] : {std::pair(1, 1), std::pair(5, 3), std::pair(40, 64), std::pair(67, 129)}) {
    INFO("N " << N << " K " << K);
    Context ctx(2);
    const Problem fast(N, K, DType::kF32), exact(N, K, DType::kF64);
    for (const Problem* p : {&fast, &exact}) {
      p->forward(ctx);
      p->backward(ctx);
    }
    CHECK(relative_difference(fast.y, exact.y) <= kDenseF32);
    CHECK(relative_difference(fast.dx, exact.dx) <= kDenseF32);
    CHECK(relative_difference(fast.dw, exact.dw) <= kDenseF32);
    CHECK(relative_difference(fast.dbias, exact.dbias) <= kDenseF32);
  }
}

TEST_CASE("linear: gradients of parameters add up, unwanted ones are left out") {
  Context ctx(1);
  const Problem once(5, 3, DType::kF64), twice(5, 3, DType::kF64);
  once.backward(ctx);
  twice.backward(ctx);
  twice.backward(ctx);
  for (int64_t i = 0; i < 15; ++i) CHECK(twice.dw.get(i) == Approx(2 * once.dw.get(i)).epsilon(1e-14));
  for (int64_t i = 0; i < 5; ++i) CHECK(twice.dbias.get(i) == Approx(2 * once.dbias.get(i)).epsilon(1e-14));
  CHECK(same_bits(twice.dx, once.dx));
  plan_and_run(ctx, [&] { linear_backward(ctx, once.x, once.w, once.dy, View(), View(), View()); });
  CHECK(relative_difference(once.dw, once.dw) == 0);
}

TEST_CASE("linear: a device sums the gradient of the bias as the float64 reference does") {
  for (const auto& [M, N] : {std::pair(1, 1), std::pair(37, 5), std::pair(300, 70), std::pair(131, 600)}) {
    for (const DType dtype : {DType::kF32, DType::kBF16}) {
      INFO("M " << M << " N " << N << " " << name_of(dtype));
      const RoundedInputs rounded(dtype == DType::kBF16);
      const Tensor exact = Tensor::uniform({M, N}, DType::kF64, "dy"), want({N}, DType::kF64);
      for (int64_t i = 0; i < M * N; ++i) want.set(i % N, want.get(i % N) + exact.get(i));
      for_each_device([&](const std::string& name, const std::shared_ptr<DeviceBackend>& device) {
        INFO(name);
        const TensorsOn scope(device);
        Context ctx(1, 0, device);
        const Tensor x = Tensor::uniform({M, 2}, dtype, "x"), w({N, 2}, DType::kF32), dbias({N}, DType::kF32);
        for (const int64_t padding : {3, 4}) {
          const Tensor dy = Tensor::uniform({M, N}, dtype, "dy").spread(padding, 0);
          fill_zero(dbias);
          plan_and_run(ctx, [&] { linear_backward(ctx, x, w, dy, View(), View(), dbias); });
          CHECK(relative_difference(dbias, want) <= kDeviceF32);
        }
      });
    }
  }
}

TEST_CASE("linear: shapes are checked, also while planning") {
  Context ctx(1);
  const Problem p(5, 3, DType::kF64);
  CHECK_THROWS_WITH(linear_forward(ctx, p.dy, p.w, p.bias, p.y), contains("shape of w"));
  CHECK_THROWS_WITH(linear_forward(ctx, p.x, p.w, p.bias, p.x), contains("shape of y"));
  CHECK_THROWS_WITH(linear_forward(ctx, p.x, p.w, p.w, p.y), contains("shape of bias"));
  CHECK_THROWS_WITH(linear_forward(ctx, p.x, p.w.as(DType::kF32), p.bias, p.y), contains("type of w"));
}

}  // namespace undula::test
