#include "core/ops/add.h"

#include "core/base/bf16.h"
#include "tests/support/catch.h"
#include "tests/support/devices.h"
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

TEST_CASE("add: kernels add any types of activations") {
  constexpr DType kTypes[] = {DType::kF32, DType::kBF16};
  for (const int64_t padding : {0, 3, 4}) {
    for (const DType left : kTypes) {
      for (const DType right : kTypes) {
        const RoundedInputs rounded(true);
        const Tensor a = Tensor::uniform({3, 5, 37}, left, "a").spread(padding, padding);
        const Tensor b = Tensor::uniform({3, 5, 37}, right, "b").spread(padding, 0);
        for_each_device([&](const std::string&, const std::shared_ptr<DeviceBackend>& device) {
          const TensorsOn scope(device);
          Context ctx(1, 0, device);
          const Tensor x = Tensor::uniform({3, 5, 37}, left, "a").spread(padding, padding);
          const Tensor r = Tensor::uniform({3, 5, 37}, right, "b").spread(padding, 0);
          const Tensor sum = Tensor({3, 5, 37}, DType::kF32).spread(padding, padding);
          plan_and_run(ctx, [&] {
            add(ctx, x, r, sum);
            add(ctx, x, r, x);
          });
          CHECK(gaps_untouched(sum));
          CHECK(gaps_untouched(x));
          const Tensor got = sum.on_host(), in_place = x.on_host();
          for (int64_t i = 0; i < a.view().count(); ++i) {
            const auto want = static_cast<float>(a.get(i) + b.get(i));
            REQUIRE(got.get(i) == static_cast<double>(want));
            REQUIRE(in_place.get(i) == static_cast<double>(left == DType::kF32 ? want : from_bf16(to_bf16(want))));
          }
        });
      }
    }
  }
}

TEST_CASE("add: shapes and types must agree") {
  Context ctx(1);
  const Tensor a({2, 3}, DType::kF32), b({2, 4}, DType::kF32), c({2, 3}, DType::kF64);
  CHECK_THROWS_WITH(add(ctx, a, b, a), contains("shape of b"));
  CHECK_THROWS_WITH(add(ctx, a, c, a), contains("type of b"));
}

}  // namespace undula::test
