#include "core/nn/feed_forward.h"

#include "core/nn/wrap/residual.h"
#include "tests/support/catch.h"
#include "tests/support/gradient_check.h"
#include "tests/support/module_harness.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

std::unique_ptr<Module> layer(FeedForwardKind kind) {
  return std::make_unique<Residual>(6, std::make_unique<FeedForward>(6, kind, 3, 2), "feed_forward.", 0, 0);
}

}  // namespace

TEST_CASE("gradients of feed-forward layers agree with central differences") {
  const auto kind = GENERATE(FeedForwardKind::kMlp, FeedForwardKind::kGlu);
  ModuleHarness harness(layer(kind), DType::kF64);
  const Tensor x = Tensor::uniform({2, 5, 6}, DType::kF64, "x"), dy = Tensor::uniform({2, 5, 6}, DType::kF64, "dy");
  const auto loss = [&] { return weighted_sum(harness.run(x, x.view().shape).y, dy); };
  harness.params.zero_grads();
  const auto result = harness.run(x, x.view().shape, {}, {}, dy);
  std::vector<Checked> checked = {{"x", x, result.dx}};
  for (Param& param : harness.params.params()) checked.push_back({param.name, param.value, param.grad});
  CHECK(checked.size() == 6);
  CHECK(gradient_errors(loss, checked, kGradientTolerance) == "");
}

TEST_CASE("the shares of passes add up to a feed-forward layer") {
  ModuleHarness harness(layer(FeedForwardKind::kMlp), DType::kF64);
  const Tensor x = Tensor::uniform({2, 5, 6}, DType::kF64, "x"), dy = Tensor::uniform({2, 5, 6}, DType::kF64, "dy");
  Tensor y[2] = {Tensor({2, 5, 6}, DType::kF64), Tensor({2, 5, 6}, DType::kF64)};
  Tensor dx[2] = {Tensor({2, 5, 6}, DType::kF64), Tensor({2, 5, 6}, DType::kF64)};
  const auto want = harness.run(x, x.view().shape, {}, {}, dy);
  for (int pass = 0; pass < 2; ++pass) {
    const StateFlow flow{.in = {}, .out = {}, .d_out = {}, .d_in = {}, .pass = pass};
    plan_and_run(harness.ctx, [&] {
      SavingScope saving(harness.ctx, true);
      harness.module->forward(harness.ctx, {}, flow, x, y[pass]);
      harness.module->backward(harness.ctx, {}, flow, dy, dx[pass]);
    });
  }
  CHECK(same_bits(y[0], want.y));
  CHECK(same_bits(dx[0], want.dx));
  for (int64_t i = 0; i < x.view().count(); ++i) {
    REQUIRE(y[1].get(i) == 0);
    REQUIRE(dx[1].get(i) == 0);
  }
}

}  // namespace undula::test
