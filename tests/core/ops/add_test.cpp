#include "core/ops/add.h"

#include "tests/support/catch.h"
#include "tests/support/tensor.h"

namespace undula::test {

TEST_CASE("add: element by element, rows apart, in place, both types") {
  Context ctx(2);
  for (const DType dtype : {DType::kF32, DType::kF64}) {
    const Tensor a = Tensor::uniform({3, 5, 67}, dtype, "a").spread(3, 1), b = Tensor::uniform({3, 5, 67}, dtype, "b");
    const Tensor y = Tensor({3, 5, 67}, dtype).spread(1, 2);
    plan_and_run(ctx, [&] { add(ctx, a, b, y); });
    for (int64_t i = 0; i < y.view().count(); ++i) {
      const double sum = a.get(i) + b.get(i);
      REQUIRE(y.get(i) == (dtype == DType::kF32 ? static_cast<double>(static_cast<float>(sum)) : sum));
    }
    plan_and_run(ctx, [&] { add(ctx, a, b, a); });
    CHECK(same_bits(a, y));
  }
}

TEST_CASE("add: shapes and types must agree") {
  Context ctx(1);
  const Tensor a({2, 3}, DType::kF32), b({2, 4}, DType::kF32), c({2, 3}, DType::kF64);
  CHECK_THROWS_WITH(add(ctx, a, b, a), contains("shape of b"));
  CHECK_THROWS_WITH(add(ctx, a, c, a), contains("type of b"));
}

}  // namespace undula::test
