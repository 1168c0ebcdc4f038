#include "core/ops/dropout.h"

#include <cmath>

#include "tests/support/catch.h"
#include "tests/support/devices.h"
#include "tests/support/targets.h"
#include "tests/support/tensor.h"

namespace undula::test {
namespace {

Tensor ones(Shape shape, DType dtype) {
  Tensor x(shape, dtype);
  for (int64_t i = 0; i < shape.count(); ++i) x.set(i, 1);
  return x;
}

void run(Context& ctx, const View& x, const Rows& rows, double rate, const View& y) {
  plan_and_run(ctx, [&] { dropout(ctx, x, rows, rate, RandomKey(7), y); });
}

}  // namespace

TEST_CASE("dropout: keeps the right share, scaled, evenly over channels and positions, without correlation") {
  Context ctx(2);
  constexpr int64_t B = 4, L = 256, C = 64;
  const Tensor x = ones({B, L, C}, DType::kF32), y({B, L, C}, DType::kF32);
  for (const double rate : {0.1, 0.5, 0.9}) {
    run(ctx, x, Rows(), rate, y);
    const double keep = 1 - rate, n = B * L * C;
    double kept = 0, pairs = 0;
    std::vector<double> by_channel(C), by_position(L);
    for (int64_t i = 0; i < B * L * C; ++i) {
      const double value = y.get(i);
      REQUIRE((value == 0 || value == Approx(1 / keep).epsilon(1e-6)));
      if (value == 0) continue;
      kept += 1;
      by_channel[i % C] += 1;
      by_position[i / C % L] += 1;
      if (i % C + 1 < C && y.get(i + 1) != 0) pairs += 1;
    }
    const double deviation = std::sqrt(keep * rate);
    CHECK(std::abs(kept - keep * n) < 5 * deviation * std::sqrt(n));
    for (const double count : by_channel) CHECK(std::abs(count - keep * B * L) < 5 * deviation * std::sqrt(B * L));
    for (const double count : by_position) CHECK(std::abs(count - keep * B * C) < 5 * deviation * std::sqrt(B * C));
    const double n_pairs = n * (C - 1) / C, p_pair = keep * keep;
    CHECK(std::abs(pairs - p_pair * n_pairs) < 6 * std::sqrt(p_pair * (1 - p_pair) * n_pairs));
  }
}

TEST_CASE("dropout: the mask follows record and position, whatever the batch, chunk, thread, CPU target or type") {
  Context one(1), four(4);
  constexpr int64_t B = 3, L = 37, C = 21;
  const Tensor records({B}, DType::kI32);
  for (int b = 0; b < B; ++b) records.view().as<int32_t>()[b] = 10 + b;
  const Tensor x = Tensor::uniform({B, L, C}, DType::kF32, "x").spread(3, 1);
  const Tensor whole({B, L, C}, DType::kF32), part({B, L, C}, DType::kF32), exact({B, L, C}, DType::kF64);
  const Rows rows{.lengths = {}, .resets = {}, .records = records};
  run(one, x, rows, 0.3, whole);

  run(four, x, rows, 0.3, part);
  CHECK(same_bits(part, whole));

  for (const auto& [begin, end] : {std::pair(0, 5), std::pair(5, 30), std::pair(30, 37)}) {
    Rows chunk = rows;
    chunk.first_position = begin;
    run(one, x.view().slice(1, begin, end), chunk, 0.3, part.view().slice(1, begin, end));
  }
  CHECK(same_bits(part, whole));

  const Rows last{.lengths = {}, .resets = {}, .records = records.view().slice(0, 2, 3)};
  run(one, x.view().slice(0, 2, 3), last, 0.3, part.view().slice(0, 0, 1));
  CHECK(same_bits(part.view().slice(0, 0, 1), whole.view().slice(0, 2, 3)));

  for_each_cpu_target([&](const std::string& target) {
    INFO(target);
    run(one, x, rows, 0.3, part);
    CHECK(same_bits(part, whole));
  });

  run(one, x.as(DType::kF64), rows, 0.3, exact);
  for (int64_t i = 0; i < B * L * C; ++i) CHECK((exact.get(i) == 0) == (whole.get(i) == 0));
}

TEST_CASE("dropout: kernels give the bits of the CPU, in any types of activations") {
  Context host(1);
  constexpr int64_t B = 3, L = 19, C = 21;
  const auto fill = [](const Tensor& records) {
    for (int b = 0; b < B; ++b) records.set(b, 1000 + b);
  };
  const Tensor host_records({B}, DType::kI32), want({B, L, C}, DType::kF32);
  fill(host_records);
  const RoundedInputs rounded(true);
  const auto numbers = [](DType dtype) { return Tensor::uniform({B, L, C}, dtype, "x"); };
  const Rows host_rows{.lengths = {}, .resets = {}, .records = host_records, .first_position = 11};
  run(host, numbers(DType::kF32), host_rows, 0.3, want);
  for_each_device([&](const std::string& name, const std::shared_ptr<DeviceBackend>& device) {
    INFO(name);
    const Tensor want_half = want.as(DType::kBF16);
    const TensorsOn scope(device);
    Context ctx(1, 0, device);
    const Tensor records({B}, DType::kI32);
    fill(records);
    const Rows rows{.lengths = {}, .resets = {}, .records = records, .first_position = 11};
    for (const DType from : {DType::kF32, DType::kBF16}) {
      const Tensor full = Tensor({B, L, C}, DType::kF32).spread(3, 1), half({B, L, C}, DType::kBF16);
      const Tensor x = numbers(from).spread(4, 4);
      run(ctx, x, rows, 0.3, full);
      CHECK(same_bits(full, want));
      CHECK(gaps_untouched(full));
      run(ctx, x, rows, 0.3, half);
      CHECK(same_bits(half, want_half));
    }
  });
}

TEST_CASE("dropout: other records, positions and keys have other masks; y may be x; rate 0 changes nothing") {
  Context ctx(1);
  const Tensor x = ones({2, 2, 64}, DType::kF32), y({2, 2, 64}, DType::kF32), other({2, 2, 64}, DType::kF32);
  run(ctx, x, Rows(), 0.5, y);
  CHECK_FALSE(same_bits(y.view().row(0), y.view().row(1)));
  CHECK_FALSE(same_bits(y.view().row(0).row(0), y.view().row(0).row(1)));
  plan_and_run(ctx, [&] { dropout(ctx, x, Rows(), 0.5, RandomKey(8), other); });
  CHECK_FALSE(same_bits(y, other));
  run(ctx, x, Rows(), 0, other);
  CHECK(same_bits(x, other));
  run(ctx, x, Rows(), 0.5, x);
  CHECK(same_bits(x, y));
}

}  // namespace undula::test
