#include "core/ops/strands.h"

#include <numeric>

#include "tests/support/catch.h"
#include "tests/support/devices.h"
#include "tests/support/gradient_check.h"
#include "tests/support/tensor.h"
#include "tests/support/tolerances.h"

namespace undula::test {
namespace {

constexpr int64_t kB = 3, kL = 7, kC = 4;

struct Block {
  Tensor lengths = lengths_of({5, 0, kL}, kB), both_lengths = lengths_of({5, 5, 0, 0, kL, kL}, 2 * kB);
  Rows rows() const { return {.lengths = lengths, .resets = {}, .records = {}}; }
  Rows both() const { return {.lengths = both_lengths, .resets = {}, .records = {}}; }
};

double at(const View& x, int64_t row, int64_t t, int64_t c) {
  return element(x.row(row).row(t), c);
}

}  // namespace

TEST_CASE("strand tokens are a record and its reverse complement, within its length") {
  Context ctx(1);
  ctx.arena().reserve();
  TokenComplement complement;
  std::iota(complement.begin(), complement.end(), uint8_t{0});
  std::reverse(complement.begin(), complement.begin() + 4);
  std::vector<uint8_t> tokens = {0, 1, 4, 9, 3, 3, 2, 0}, both(16);
  const Tensor lengths = lengths_of({3, 4}, 2);
  strand_tokens(ctx, View(tokens.data(), DType::kU8, {2, 4}), complement,
                {.lengths = lengths, .resets = {}, .records = {}}, View(both.data(), DType::kU8, {4, 4}));
  CHECK(both == std::vector<uint8_t>{0, 1, 4, 0, 4, 2, 3, 0, 3, 3, 2, 0, 3, 1, 0, 0});
}

TEST_CASE("rows of both strands have mirrored resets and identities of their own") {
  Context ctx(1);
  const Tensor lengths = lengths_of({6}, 1), starts = resets_of({{0, 0}, {0, 2}}, 1, 8);
  Tensor records({1}, DType::kI32);
  records.set(0, 41);
  Rows both;
  plan_and_run(ctx, [&] {
    ScratchScope scope(ctx);
    both = strand_rows(ctx, {.lengths = lengths, .resets = starts, .records = records}, 1, 8);
  });
  CHECK(both.lengths.as<int32_t>()[1] == 6);
  CHECK(both.records.as<int32_t>()[0] == 41);
  CHECK(both.records.as<int32_t>()[1] != 41);
  const auto* marks = both.resets.as<uint8_t>();
  CHECK(std::vector<int>(marks, marks + 16) == std::vector<int>{1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0});
}

TEST_CASE("strands: kernels move numbers, tokens and rows as the CPU does") {
  Context host(1);
  TokenComplement complement;
  std::iota(complement.begin(), complement.end(), uint8_t{0});
  std::reverse(complement.begin(), complement.begin() + 4);
  /// What the ops give on one context, all in one list.
  const auto results = [&](Context& ctx, DType dtype, int64_t C, int64_t padding) {
    const Block block;
    const Tensor marks = resets_of({{0, 0}, {0, 2}, {2, 3}}, kB, kL), records = lengths_of({5, 11, 2}, kB);
    const Rows rows{.lengths = block.lengths, .resets = marks, .records = records};
    const auto numbers = [&](Shape shape, const char* name) {
      return Tensor::uniform(shape, dtype, name).spread(padding, padding);
    };
    const auto room = [&](Shape shape) { return Tensor(shape, dtype).spread(padding, padding); };
    const Tensor tokens = Tensor::uniform({kB, kL}, DType::kU8, "tokens", 0, 6), partner = lengths_of({3, 1, 2, 0}, 4);
    const Tensor x = numbers({2 * kB, kL, C}, "x"), over = numbers({kB, kL, 2 * C}, "over");
    const Tensor folded = numbers({5, 2, 4}, "folded"), dy = numbers({5, 4}, "dy");
    std::vector<Tensor> out;
    out.emplace_back(Shape{2 * kB, kL}, DType::kU8);
    out.emplace_back(Shape{2 * kB}, DType::kI32);
    out.emplace_back(Shape{2 * kB}, DType::kI32);
    out.emplace_back(Shape{2 * kB, kL}, DType::kU8);
    out.push_back(room({2 * kB, kL, C}));
    out.push_back(room({kB, kL, 2 * C}));
    out.push_back(room({2 * kB, kL, C}));
    for (int i = 0; i < 2; ++i) out.push_back(room({5, 4}));
    for (int i = 0; i < 2; ++i) out.push_back(room({5, 2, 4}));
    plan_and_run(ctx, [&] {
      ScratchScope scope(ctx);
      const Rows both = strand_rows(ctx, rows, kB, kL);
      strand_tokens(ctx, tokens, complement, rows, out[0]);
      exchange_strands(ctx, x, both, out[4]);
      align_strands(ctx, x, both, out[5]);
      align_strands_backward(ctx, over, both, out[6]);
      fold_strands(ctx, folded, partner, 0.5, out[7]);
      fold_strands(ctx, folded, View(), 0.5, out[8]);
      fold_strands_backward(ctx, dy, partner, 0.5, out[9]);
      fold_strands_backward(ctx, dy, View(), 0.5, out[10]);
      exchange_strands(ctx, x, both, x);
      if (ctx.planning()) return;
      copy(both.lengths, out[1]);
      copy(both.records, out[2]);
      copy(both.resets, out[3]);
    });
    out.push_back(x.on_host());
    return out;
  };
  const RoundedInputs rounded(true);
  for (const int64_t C : {4, 5, 8}) {
    for (const int64_t padding : {0, 3, 4}) {
      const std::vector<Tensor> want = results(host, DType::kF32, C, padding);
      for (const DType dtype : {DType::kF32, DType::kBF16}) {
        for_each_device([&](const std::string& name, const std::shared_ptr<DeviceBackend>& device) {
          INFO(name << " " << name_of(dtype) << " C " << C << " padding " << padding);
          const TensorsOn scope(device);
          Context ctx(1, 0, device);
          const std::vector<Tensor> got = results(ctx, dtype, C, padding);
          for (size_t i = 0; i < got.size(); ++i) {
            INFO("result " << i);
            const bool sum = i == 7 || i == 8;
            CHECK(relative_difference(got[i], want[i]) <= (sum && dtype == DType::kBF16 ? kDeviceBF16 : 0));
            if (i > 3) CHECK(gaps_untouched(got[i]));
          }
        });
      }
    }
  }
}

TEST_CASE("exchanging strands swaps them with positions and channels reversed, and undoes itself") {
  const auto dtype = GENERATE(DType::kF32, DType::kF64);
  Context ctx(2);
  ctx.arena().reserve();
  const Block block;
  const Tensor x = Tensor::uniform({2 * kB, kL, kC}, dtype, "x"), y({2 * kB, kL, kC}, dtype);
  exchange_strands(ctx, x, block.both(), y);
  for (int64_t row = 0; row < 2 * kB; ++row) {
    const int64_t n = block.both().length(row, kL);
    for (int64_t t = 0; t < kL; ++t) {
      for (int64_t c = 0; c < kC; ++c) {
        CHECK(at(y, row, t, c) == (t < n ? at(x, row ^ 1, n - 1 - t, kC - 1 - c) : 0));
      }
    }
  }
  exchange_strands(ctx, y, block.both(), y);
  for (int64_t row = 0; row < 2 * kB; ++row) {
    const int64_t n = block.both().length(row, kL);
    CHECK(same_bits(y.view().row(row).slice(0, 0, n), x.view().row(row).slice(0, 0, n)));
  }
}

TEST_CASE("strands lie over each other, and gradients go back where values came from") {
  Context ctx(2);
  ctx.arena().reserve();
  const Block block;
  const Tensor x = Tensor::uniform({2 * kB, kL, kC}, DType::kF64, "x"), y({kB, kL, 2 * kC}, DType::kF64);
  const Tensor dy = Tensor::uniform({kB, kL, 2 * kC}, DType::kF64, "dy"), dx({2 * kB, kL, kC}, DType::kF64);
  align_strands(ctx, x, block.both(), y);
  align_strands_backward(ctx, dy, block.both(), dx);
  CHECK(at(y, 0, 1, 2) == at(x, 0, 1, 2));
  CHECK(at(y, 0, 1, kC + 2) == at(x, 1, 3, 2));
  CHECK(at(y, 0, 6, 1) == 0);
  CHECK(weighted_sum(y, dy) == Approx(weighted_sum(x, dx)).epsilon(1e-12));
}

TEST_CASE("folding adds the strands, the second one permuted") {
  Context ctx(1);
  ctx.arena().reserve();
  const Tensor x = Tensor::uniform({5, 2, kC}, DType::kF64, "x"), y({5, kC}, DType::kF64);
  const Tensor dy = Tensor::uniform({5, kC}, DType::kF64, "dy"), dx({5, 2, kC}, DType::kF64);
  std::vector<int32_t> pairs = {3, 1, 2, 0};
  const View partner(pairs.data(), DType::kI32, {kC});
  fold_strands(ctx, x, partner, 0.5, y);
  fold_strands_backward(ctx, dy, partner, 0.5, dx);
  CHECK(y.get(2 * kC) == 0.5 * (at(x, 2, 0, 0) + at(x, 2, 1, 3)));
  CHECK(y.get(2 * kC + 1) == 0.5 * (at(x, 2, 0, 1) + at(x, 2, 1, 1)));
  CHECK(weighted_sum(y, dy) == Approx(weighted_sum(x, dx)).epsilon(1e-12));
}

}  // namespace undula::test
