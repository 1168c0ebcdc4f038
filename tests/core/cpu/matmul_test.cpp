#include "core/cpu/matmul.h"

#include <numeric>

#include "core/cpu/matmul_ref.h"
#include "tests/support/catch.h"
#include "tests/support/matmul_case.h"
#include "tests/support/targets.h"
#include "tests/support/tolerances.h"

namespace undula::test {

TEST_CASE("matmul: the three products against plain loops in float64, by every back end and on every CPU target") {
  Context ctx(2);
  for (const int64_t M : {1, 7, 97, 300}) {
    for (const int64_t N : {1, 2, 17, 40, 64, 200}) {
      for (const int64_t K : {1, 8, 31, 257, 600}) {
        const Products exact = exact_products(M, N, K);
        for_each_matmul_backend([&](MatmulBackend backend, const char* name) {
          INFO(name);
          ctx.matmul().set_backend(backend);
          check_products(ctx, exact);
        });
        ctx.matmul().set_backend(MatmulBackend::kOwn);
        for_each_cpu_target([&](const std::string& target) {
          INFO(target);
          check_products(ctx, exact);
        });
      }
    }
  }
}

TEST_CASE("matmul: the plain loops agree in both types") {
  const Products a(9, 5, 31, DType::kF32), b(9, 5, 31, DType::kF64);
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
  const std::vector<int64_t> some = {1, 2, 3, 5, 11, 24, 64, 65, 97, 128, 129};
  std::vector<int64_t> every(130);
  std::iota(every.begin(), every.end(), 1);
  for (const auto& [N, K] : {std::pair(1, 1), std::pair(8, 256), std::pair(40, 256), std::pair(65, 17),
                             std::pair(100, 300), std::pair(256, 8), std::pair(512, 128), std::pair(70, 1100)}) {
    Context one(1), four(4);
    for_each_matmul_backend([&, N = N, K = K](MatmulBackend backend, const char* name) {
      INFO(name);
      one.matmul().set_backend(backend);
      four.matmul().set_backend(backend);
      check_row_bits(four, one, N, K, backend == MatmulBackend::kEigen ? some : every);
    });
    one.matmul().set_backend(MatmulBackend::kOwn);
    for_each_cpu_target([&, N = N, K = K](const std::string& target) {
      INFO(target);
      check_row_bits(one, one, N, K, some);
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
  const Products p(3, 40, 8, DType::kF32);
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
