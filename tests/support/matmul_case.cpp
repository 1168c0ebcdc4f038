#include "tests/support/matmul_case.h"

#include "tests/support/catch.h"
#include "tests/support/tolerances.h"

namespace undula::test {

Products::Products(int64_t M, int64_t N, int64_t K, DType dtype)
    : x(Tensor::uniform({M, K}, dtype, "x").spread(3, 1)),
      w(Tensor::uniform({N, K}, dtype, "w")),
      bias(Tensor::uniform({N}, dtype, "bias")),
      y(Tensor({M, N}, dtype).spread(5, 2)),
      dy(Tensor::uniform({M, N}, dtype, "dy").spread(2, 3)),
      dx(Tensor({M, K}, dtype).spread(1, 1)),
      dw(Tensor::uniform({N, K}, dtype, "dw").spread(1, 1)) {}

void Products::run(Context& ctx, uint64_t generation) const {
  plan_and_run(ctx, [&] {
    ctx.matmul().product(ctx, x, w, bias, y, generation);
    ctx.matmul().product_input_gradient(ctx, dy, w, dx, generation);
    if (!ctx.planning()) ctx.matmul().product_weight_gradient(ctx, dy, x, dw);
  });
}

View product(Context& ctx, const View& x, const View& w, const View& y) {
  plan_and_run(ctx, [&] { ctx.matmul().product(ctx, x, w, View(), y, 1); });
  return y;
}

Products exact_products(int64_t M, int64_t N, int64_t K) {
  Products exact(M, N, K, DType::kF64);
  Context ctx(1);
  exact.run(ctx);
  return exact;
}

void check_products(Context& ctx, const Products& exact) {
  const int64_t M = exact.x.view().shape[0], N = exact.w.view().shape[0], K = exact.w.view().shape[1];
  INFO("M " << M << " N " << N << " K " << K);
  const Products fast(M, N, K, DType::kF32);
  fast.run(ctx);
  REQUIRE(relative_difference(fast.y, exact.y) <= kDenseF32);
  REQUIRE(relative_difference(fast.dx, exact.dx) <= kDenseF32);
  REQUIRE(relative_difference(fast.dw, exact.dw) <= kDenseF32);
}

void check_row_bits(Context& first, Context& last, int64_t N, int64_t K, const std::vector<int64_t>& rows) {
  constexpr int64_t kM = 130;
  const Tensor x = Tensor::uniform({kM, K}, DType::kF32, "x"), w = Tensor::uniform({N, K}, DType::kF32, "w");
  const Tensor all({kM, N}, DType::kF32), part({kM, N}, DType::kF32);
  product(last, x, w, all);
  for (const int64_t M : rows) {
    INFO("N " << N << " K " << K << " M " << M);
    const View a = part.view().slice(0, 0, M), b = part.view().slice(0, kM - M, kM);
    product(first, x.view().slice(0, 0, M), w, a);
    REQUIRE(same_bits(a, all.view().slice(0, 0, M)));
    product(last, x.view().slice(0, kM - M, kM), w, b);
    REQUIRE(same_bits(b, all.view().slice(0, kM - M, kM)));
  }
}

}  // namespace undula::test
