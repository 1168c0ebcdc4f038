#include "core/ops/cross_entropy.h"

#include <cmath>

#include "tests/support/catch.h"
#include "tests/support/devices.h"
#include "tests/support/gradient_check.h"
#include "tests/support/tensor.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

/// Logits (B, L, C); every third target is ignored, others cycle through the classes.
struct Problem {
  Problem(int64_t B, int64_t L, int64_t C, DType dtype)
      : logits(Tensor::uniform({B, L, C}, dtype, "logits", -3, 3)),
        targets({B, L}, DType::kI32),
        class_weights(Tensor::uniform({C}, dtype, "class weights", 0.5, 2)),
        row_weights(Tensor::uniform({B, L}, dtype, "row weights", 0, 2)),
        dlogits({B, L, C}, dtype) {
    for (int64_t i = 0; i < B * L; ++i) targets.set(i, static_cast<double>(i % 3 == 1 ? -1 : i % C));
  }

  LossSums forward(Context& ctx) const {
    LossSums sums;
    plan_and_run(ctx, [&] { sums = cross_entropy_forward(ctx, logits, targets, class_weights, row_weights); });
    return sums;
  }
  void backward(Context& ctx, double normaliser) const {
    plan_and_run(
        ctx, [&] { cross_entropy_backward(ctx, logits, targets, class_weights, row_weights, normaliser, dlogits); });
  }

  Tensor logits, targets, class_weights, row_weights, dlogits;
};

}  // namespace

TEST_CASE("cross_entropy: gradient against central differences") {
  for (const int64_t C : {1, 2, 5}) {
    INFO("C " << C);
    Context ctx(1);
    const Problem p(2, 5, C, DType::kF64);
    constexpr double kNormaliser = 3.5;
    p.backward(ctx, kNormaliser);
    const auto loss = [&] { return p.forward(ctx).loss / kNormaliser; };
    CHECK(gradient_errors(loss, {{"logits", p.logits, p.dlogits}}, kGradientTolerance) == "");
  }
}

TEST_CASE("cross_entropy: sums by hand") {
  Context ctx(1);
  const Problem p(1, 3, 2, DType::kF64);
  const LossSums sums = p.forward(ctx);
  double loss = 0, weight = 0;
  for (const int64_t m : {0, 2}) {
    const int64_t target = m % 2;
    const double w = p.class_weights.get(target) * p.row_weights.get(m);
    const double e0 = std::exp(p.logits.get(2 * m)), e1 = std::exp(p.logits.get(2 * m + 1));
    loss -= w * std::log((target == 0 ? e0 : e1) / (e0 + e1));
    weight += w;
  }
  CHECK(sums.loss == Approx(loss).epsilon(1e-13));
  CHECK(sums.weight == Approx(weight).epsilon(1e-14));
  CHECK(sums.count == 2);
}

TEST_CASE("cross_entropy: weights default to one; the largest logit decides, ties go to the first") {
  Context ctx(1);
  const Tensor logits({2, 3}, DType::kF32), targets({2}, DType::kI32);
  targets.view().as<int32_t>()[1] = 1;
  LossSums sums;
  plan_and_run(ctx, [&] { sums = cross_entropy_forward(ctx, logits, targets, View(), View()); });
  CHECK(sums.weight == 2);
  CHECK(sums.correct == 1);
  CHECK(sums.loss == Approx(2 * std::log(3.0)));
}

TEST_CASE("cross_entropy: huge logits stay finite") {
  Context ctx(1);
  const Tensor logits({1, 2}, DType::kF32), targets({1}, DType::kI32), dlogits({1, 2}, DType::kF32);
  logits.set(0, -3e38);
  logits.set(1, 3e38);
  LossSums sums;
  plan_and_run(ctx, [&] {
    sums = cross_entropy_forward(ctx, logits, targets, View(), View());
    cross_entropy_backward(ctx, logits, targets, View(), View(), 1, dlogits);
  });
  CHECK(sums.loss == Approx(6e38));
  CHECK(dlogits.get(0) == -1);
  CHECK(dlogits.get(1) == 1);
}

TEST_CASE("cross_entropy: float32 against float64; the same bits for any number of threads; parts add up") {
  Context one(1), four(4);
  const Problem fast(3, 301, 7, DType::kF32), again(3, 301, 7, DType::kF32), exact(3, 301, 7, DType::kF64);
  const LossSums sums = fast.forward(one);
  CHECK(sums.loss == again.forward(four).loss);
  CHECK(sums.loss == Approx(exact.forward(one).loss).epsilon(kDenseF32));
  fast.backward(one, 100);
  again.backward(four, 100);
  exact.backward(one, 100);
  CHECK(same_bits(fast.dlogits, again.dlogits));
  CHECK(relative_difference(fast.dlogits, exact.dlogits) <= kDenseF32);

  double parts = 0;
  for (int64_t b = 0; b < 3; ++b) {
    const auto part = [&](const Tensor& t) { return t.view().slice(0, b, b + 1); };
    plan_and_run(one, [&] {
      const LossSums sums_of_part = cross_entropy_forward(one, part(exact.logits), part(exact.targets),
                                                          exact.class_weights, part(exact.row_weights));
      if (!one.planning()) parts += sums_of_part.loss;
    });
  }
  CHECK(parts == Approx(exact.forward(one).loss).epsilon(1e-13));
}

TEST_CASE("cross_entropy: kernels agree with the float64 reference, in any order of threads") {
  for (const int64_t C : {1, 5, 67}) {
    INFO("C " << C);
    Context host(1);
    const Problem want(3, 30, C, DType::kF64);
    const LossSums sums = want.forward(host);
    want.backward(host, 100);
    for_each_device([&](const std::string& name, const std::shared_ptr<DeviceBackend>& device) {
      INFO(name);
      const TensorsOn scope(device);
      Context ctx(1, 0, device);
      const Problem got(3, 30, C, DType::kF32);
      LossSums got_sums;
      for_each_schedule([&] {
        got_sums = got.forward(ctx);
        CHECK(got_sums.loss == Approx(sums.loss).epsilon(kDeviceF32));
        CHECK(got_sums.weight == Approx(sums.weight).epsilon(kDeviceF32));
        CHECK(got_sums.count == sums.count);
        CHECK(got_sums.correct == sums.correct);
      });
      got.backward(ctx, 100);
      CHECK(relative_difference(got.dlogits, want.dlogits) <= kDeviceF32);
      const View logits = got.logits.view().slice(1, 8, 20);
      const View targets = got.targets.view().slice(1, 8, 20), weights = got.row_weights.view().slice(1, 8, 20);
      const Tensor copied({3, 12, C}, DType::kF32);
      copy(logits, copied);
      LossSums part, of_want;
      plan_and_run(ctx, [&] { part = cross_entropy_forward(ctx, copied, targets, got.class_weights, weights); });
      const Tensor of_host = want.logits.on_host();
      plan_and_run(host, [&] {
        const TensorsOn here(nullptr);
        const Tensor same({3, 12, C}, DType::kF64);
        copy(of_host.view().slice(1, 8, 20), same);
        of_want = cross_entropy_forward(host, same, want.targets.view().slice(1, 8, 20), want.class_weights,
                                        want.row_weights.view().slice(1, 8, 20));
      });
      CHECK(part.loss == Approx(of_want.loss).epsilon(kDeviceF32));
      plan_and_run(ctx, [&] {
        cross_entropy_backward(ctx, got.logits, got.targets, got.class_weights, got.row_weights, 100, got.logits);
      });
      CHECK(same_bits(got.logits, got.dlogits));
    });
  }
}

TEST_CASE("cross_entropy: huge logits stay finite on a device") {
  for_each_device([&](const std::string&, const std::shared_ptr<DeviceBackend>& device) {
    const TensorsOn scope(device);
    Context ctx(1, 0, device);
    const Tensor logits({1, 2}, DType::kF32), targets({1}, DType::kI32), dlogits({1, 2}, DType::kF32);
    logits.set(0, -3e38);
    logits.set(1, 3e38);
    targets.set(0, 0);
    LossSums sums;
    plan_and_run(ctx, [&] {
      sums = cross_entropy_forward(ctx, logits, targets, View(), View());
      cross_entropy_backward(ctx, logits, targets, View(), View(), 1, dlogits);
    });
    CHECK(sums.loss == Approx(6e38));
    CHECK(dlogits.get(0) == -1);
    CHECK(dlogits.get(1) == 1);
  });
}

TEST_CASE("cross_entropy: targets and weights may be a slice of positions") {
  Context ctx(1);
  const Problem p(3, 8, 5, DType::kF64);
  const Tensor logits({3, 3, 5}, DType::kF64);
  copy(p.logits.view().slice(1, 2, 5), logits);
  const Tensor targets({3, 3}, DType::kI32), row_weights({3, 3}, DType::kF64);
  copy(p.targets.view().slice(1, 2, 5), targets);
  copy(p.row_weights.view().slice(1, 2, 5), row_weights);
  LossSums sliced, copied;
  plan_and_run(ctx, [&] {
    sliced = cross_entropy_forward(ctx, logits, p.targets.view().slice(1, 2, 5), p.class_weights,
                                   p.row_weights.view().slice(1, 2, 5));
    copied = cross_entropy_forward(ctx, logits, targets, p.class_weights, row_weights);
  });
  CHECK(sliced.loss == copied.loss);
  CHECK(sliced.count == copied.count);
}

TEST_CASE("cross_entropy: a target beyond the classes is an error") {
  Context ctx(1);
  const Problem p(1, 3, 2, DType::kF32);
  p.targets.view().as<int32_t>()[2] = 2;
  CHECK_THROWS_WITH(p.forward(ctx), contains("target of row 2; got 2, want below 2"));
}

}  // namespace undula::test
