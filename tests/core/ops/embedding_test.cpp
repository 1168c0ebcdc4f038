#include "core/ops/embedding.h"

#include "core/base/error.h"
#include "tests/support/catch.h"
#include "tests/support/token_op.h"

namespace undula::test {
namespace {

/// Four rows: tokens of kind 4 have none.
TokenOp embedding(int64_t D) {
  return {
      .name = "embedding",
      .D = D,
      .params = {{4, D}},
      .forward = [](Context& ctx, const TokenCall& c) { embedding_forward(ctx, c.tokens, c.params[0], c.rows, c.y); },
      .backward = [](Context& ctx,
                     const TokenCall& c) { embedding_backward(ctx, c.tokens, c.rows, c.y, c.params[0]); }};
}

}  // namespace

TEST_CASE("embedding: gradients against central differences") {
  check_token_gradients(embedding(3));
}

TEST_CASE("embedding: a row is the same alone and padded, whole and in chunks, with any number of threads") {
  check_token_padding(embedding(3));
  check_token_chunks(embedding(3));
  check_token_packing(embedding(3));
  for (const int64_t D : {1, 16, 37, 64, 130}) check_token_f32(embedding(D));
}

TEST_CASE("embedding: kernels agree with the float64 reference") {
  for (const int64_t D : {1, 37, 160}) check_token_device(embedding(D));
  check_token_device(embedding(1), 150);  // runs of positions
}

TEST_CASE("embedding: positions get their row, ids beyond the table zeros") {
  Context ctx(1);
  const Tensor ids({1, 3}, DType::kU8), table = Tensor::uniform({2, 5}, DType::kF32, "table"),
                                        y({1, 3, 5}, DType::kF32);
  ids.set(0, 1);
  ids.set(1, 2);
  plan_and_run(ctx, [&] { embedding_forward(ctx, ids, table, Rows(), y); });
  CHECK(same_bits(y.view().row(0).row(0), table.view().row(1)));
  CHECK(same_bits(y.view().row(0).row(1), Tensor({5}, DType::kF32)));
  CHECK(same_bits(y.view().row(0).row(2), table.view().row(0)));
}

TEST_CASE("embedding: wrong arguments are named") {
  Context ctx(1);
  const Tensor ids({2, 3}, DType::kU8), table({4, 5}, DType::kF32), y({2, 3, 5}, DType::kF32);
  CHECK_THROWS_WITH(embedding_forward(ctx, ids, table, Rows(), table),
                    "[embedding_forward] shape of y; got (4, 5), want (2, 3, 5)");
  CHECK_THROWS_WITH(embedding_forward(ctx, table, table, Rows(), y),
                    "[embedding_forward] type of ids; got f32, want u8");
}

}  // namespace undula::test
