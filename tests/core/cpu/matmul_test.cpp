#include "core/cpu/matmul.h"

#include <algorithm>

#include "core/cpu/matmul_ref.h"
#include "tests/support/catch.h"
#include "tests/support/targets.h"
#include "tests/support/tensor.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

/// All views of the three products, rows apart, in one element type.
struct Problem {
  Problem(int64_t M, int64_t N, int64_t K, DType dtype)
      : x(Tensor::uniform({M, K}, dtype, "x").spread(3, 1)),
        w(Tensor::uniform({N, K}, dtype, "w")),
        bias(Tensor::uniform({N}, dtype, "bias")),
        y(Tensor({M, N}, dtype).spread(5, 2)),
        dy(Tensor::uniform({M, N}, dtype, "dy").spread(2, 3)),
        dx(Tensor({M, K}, dtype).spread(1, 1)),
        dw(Tensor::uniform({N, K}, dtype, "dw").spread(1, 1)) {}

  void run(Context& ctx, uint64_t generation = 0) const {
    plan_and_run(ctx, [&] {
      ctx.matmul().product(ctx, x, w, bias, y, generation);
      ctx.matmul().product_input_gradient(ctx, dy, w, dx, generation);
      if (!ctx.planning()) ctx.matmul().product_weight_gradient(ctx, dy, x, dw);
    });
  }

  Tensor x, w, bias, y, dy, dx, dw;
};

View product(Context& ctx, const View& x, const View& w, const View& y) {
  plan_and_run(ctx, [&] { ctx.matmul().product(ctx, x, w, View(), y, 1); });
  return y;
}

}  // namespace

TEST_CASE("matmul: the three products against plain loops in float64, on every CPU target") {
  Context ctx(2);
  for (const int64_t M : {1, 7, 97, 300}) {
    for (const int64_t N : {1, 2, 17, 40, 64, 200}) {
      for (const int64_t K : {1, 8, 31, 257, 600}) {
        const Problem exact(M, N, K, DType::kF64);
        exact.run(ctx);
        for_each_cpu_target([&](const std::string& target) {
          INFO(target << " M " << M << " N " << N << " K " << K);
          const Problem fast(M, N, K, DType::kF32);
          fast.run(ctx);
          REQUIRE(relative_difference(fast.y, exact.y) <= kDenseF32);
          REQUIRE(relative_difference(fast.dx, exact.dx) <= kDenseF32);
          REQUIRE(relative_difference(fast.dw, exact.dw) <= kDenseF32);
        });
      }
    }
  }
}

TEST_CASE("matmul: the plain loops agree in both types") {
  const Problem a(9, 5, 31, DType::kF32), b(9, 5, 31, DType::kF64);
  ref::product<float>(a.x, a.w, a.bias, a.y);
  ref::product<double>(b.x, b.w, b.bias, b.y);
  ref::product_input_gradient<float>(a.dy, a.w, a.dx);
  ref::product_input_gradient<double>(b.dy, b.w, b.dx);
  ref::product_weight_gradient<float>(a.dy, a.x, a.dw);
  ref::product_weight_gradient<double>(b.dy, b.x, b.dw);
  CHECK(relative_difference(a.y, b.y) <= kDenseF32);
  CHECK(relative_difference(a.dx, b.dx) <= kDenseF32);
  CHECK(relative_difference(a.dw, b.dw) <= kDenseF32);
}

TEST_CASE("matmul: a row has the same bits whatever the number of rows, its position and the threads") {
  Context one(1), four(4);
  constexpr int64_t kM = 130;
  for (const auto& [N, K] : {std::pair(1, 1), std::pair(8, 256), std::pair(40, 256), std::pair(65, 17),
                             std::pair(100, 300), std::pair(256, 8), std::pair(512, 128)}) {
    const Tensor x = Tensor::uniform({kM, K}, DType::kF32, "x"), w = Tensor::uniform({N, K}, DType::kF32, "w");
    const Tensor all({kM, N}, DType::kF32), part({kM, N}, DType::kF32);
    const auto check = [&, N = N, K = K](int64_t M) {
      INFO("N " << N << " K " << K << " M " << M);
      const View first = part.view().slice(0, 0, M), last = part.view().slice(0, kM - M, kM);
      product(four, x.view().slice(0, 0, M), w, first);
      REQUIRE(same_bits(first, all.view().slice(0, 0, M)));
      product(one, x.view().slice(0, kM - M, kM), w, last);
      REQUIRE(same_bits(last, all.view().slice(0, kM - M, kM)));
    };
    product(one, x, w, all);
    for (int64_t M = 1; M <= kM; ++M) check(M);
    for_each_cpu_target([&](const std::string& target) {
      INFO(target);
      product(one, x, w, all);
      for (const int64_t M : {1, 2, 3, 5, 11, 24, 97}) check(M);
    });
  }
}

TEST_CASE("matmul: weight gradients have the same bits for any threads, distance of rows, and cut at the chunk") {
  Context one(1), four(4);
  constexpr int64_t kM = 600, kN = 1024, kK = 70, kChunk = 256;
  const Tensor x = Tensor::uniform({kM, kK}, DType::kF32, "x"), dy = Tensor::uniform({kM, kN}, DType::kF32, "dy");
  const Tensor apart = dy.spread(3, 1);
  const Tensor a({kN, kK}, DType::kF32), b({kN, kK}, DType::kF32), c({kN, kK}, DType::kF32), d({kN, kK}, DType::kF32);
  plan_and_run(one, [&] { one.matmul().product_weight_gradient(one, dy, x, a); });
  plan_and_run(four, [&] { four.matmul().product_weight_gradient(four, dy, x, b); });
  plan_and_run(one, [&] { one.matmul().product_weight_gradient(one, apart, x, c); });
  plan_and_run(one, [&] {
    for (int64_t m = 0; m < kM; m += kChunk) {
      const int64_t end = std::min(kM, m + kChunk);
      one.matmul().product_weight_gradient(one, dy.view().slice(0, m, end), x.view().slice(0, m, end), d);
    }
  });
  CHECK(same_bits(a, b));
  CHECK(same_bits(a, c));
  CHECK(same_bits(a, d));
}

TEST_CASE("matmul: packed copies follow the generation, and are counted while planning") {
  Context ctx(1);
  const Problem p(3, 40, 8, DType::kF32);
  ctx.matmul().product(ctx, p.x, p.w, View(), p.y, 1);
  ctx.matmul().product_input_gradient(ctx, p.dy, p.w, p.dx, 1);
  CHECK(ctx.matmul().packed_bytes() == 2 * 4096);
  CHECK(ctx.arena().planned_bytes() == 0);

  const Tensor before({3, 40}, DType::kF32), now({3, 40}, DType::kF32);
  product(ctx, p.x, p.w, before);
  for (int64_t i = 0; i < p.w.view().count(); ++i) p.w.set(i, 2 * p.w.get(i));
  CHECK(same_bits(product(ctx, p.x, p.w, now), before));
  plan_and_run(ctx, [&] { ctx.matmul().product(ctx, p.x, p.w, View(), now, 2); });
  for (int64_t i = 0; i < now.view().count(); ++i) CHECK(now.get(i) == 2 * before.get(i));

  for (int64_t i = 0; i < p.w.view().count(); ++i) p.w.set(i, 2 * p.w.get(i));
  plan_and_run(ctx, [&] { ctx.matmul().product(ctx, p.x, p.w, View(), now, 0); });
  for (int64_t i = 0; i < now.view().count(); ++i) CHECK(now.get(i) == 4 * before.get(i));
  CHECK(ctx.matmul().packed_bytes() == 2 * 4096);
}

}  // namespace undula::test
