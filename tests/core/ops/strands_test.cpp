#include "core/ops/strands.h"

#include <numeric>

#include "tests/support/catch.h"
#include "tests/support/gradient_check.h"
#include "tests/support/tensor.h"

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
