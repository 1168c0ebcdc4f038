#include "core/ops/token_conv.h"

#include "core/base/error.h"
#include "tests/support/catch.h"
#include "tests/support/token_op.h"

namespace undula::test {
namespace {

TokenOp convolution(int64_t W, int64_t D) {
  return {.name = "width " + std::to_string(W) + " D " + std::to_string(D),
          .tail = W - 1,
          .D = D,
          .params = {{W, 4, D}, {D}},
          .forward =
              [](Context& ctx, const TokenCall& c) {
                token_conv_forward(ctx, c.tokens, c.params[0], c.params[1], c.rows, c.tail_in, c.tail_out, c.y);
              },
          .backward =
              [](Context& ctx, const TokenCall& c) {
                token_conv_backward(ctx, c.tokens, c.rows, c.tail_in, c.y, c.params[0], c.params[1]);
              }};
}

}  // namespace

TEST_CASE("token_conv: gradients against central differences") {
  for (const int64_t W : {1, 2, 5, 9}) check_token_gradients(convolution(W, 2));
}

TEST_CASE("token_conv: a row is the same alone and padded, packed, and in chunks") {
  for (const int64_t W : {1, 2, 5, 9}) {
    check_token_padding(convolution(W, 3));
    check_token_packing(convolution(W, 3));
    check_token_chunks(convolution(W, 3));
  }
}

TEST_CASE("token_conv: fp32 agrees with float64, with any number of threads") {
  for (const int64_t D : {1, 16, 37, 64, 130}) check_token_f32(convolution(7, D));
}

TEST_CASE("token_conv: kernels agree with the float64 reference") {
  check_token_device(convolution(1, 4));
  check_token_device(convolution(7, 37));
}

TEST_CASE("token_conv: the equation, by hand") {
  Context ctx(1);
  for (const DType dtype : {DType::kF32, DType::kF64}) {
    const Tensor w = Tensor::uniform({3, 2, 1}, dtype, "w"), bias = Tensor::uniform({1}, dtype, "bias"),
                 y({1, 2, 1}, dtype);
    const Tensor tokens({1, 2}, DType::kU8), tail({1, 2}, DType::kI32);
    const auto weight = [&](int64_t j, int64_t token) { return w.get(2 * j + token); };
    tokens.set(0, 1);
    tokens.set(1, 7);  // no such token
    tail.set(0, -1);   // before the record
    tail.set(1, 0);
    plan_and_run(ctx, [&] { token_conv_forward(ctx, tokens, w, bias, Rows(), tail, View(), y); });
    CHECK(y.get(0) == Approx(bias.get(0) + weight(1, 0) + weight(2, 1)).epsilon(1e-6));
    CHECK(y.get(1) == Approx(bias.get(0) + weight(0, 0) + weight(1, 1)).epsilon(1e-6));
  }
}

TEST_CASE("token_conv: the outgoing tail may be written over the incoming one") {
  for (const int64_t L : {1, 2, 7}) {
    Context ctx(1);
    const Tensor w = Tensor::uniform({5, 4, 2}, DType::kF32, "w"), bias({2}, DType::kF32), y({1, L, 2}, DType::kF32);
    const Tensor tokens = Tensor::uniform({1, L}, DType::kU8, "tokens", 0, 4), tail_out({1, 4}, DType::kI32);
    const Tensor tail = Tensor::uniform({1, 4}, DType::kI32, "tail", 0, 4);
    plan_and_run(ctx, [&] { token_conv_forward(ctx, tokens, w, bias, Rows(), tail, tail_out, y); });
    plan_and_run(ctx, [&] { token_conv_forward(ctx, tokens, w, bias, Rows(), tail, tail, y); });
    CHECK(same_bits(tail, tail_out));
  }
}

TEST_CASE("token_conv: wrong arguments are named") {
  Context ctx(1);
  const Tensor tokens({2, 5}, DType::kU8), w({3, 4, 6}, DType::kF32), bias({6}, DType::kF32), y({2, 5, 6}, DType::kF32);
  const Tensor tail({2, 3}, DType::kI32);
  CHECK_THROWS_WITH(token_conv_forward(ctx, tokens, w, w, Rows(), View(), View(), y),
                    "[token_conv_forward] shape of bias; got (3, 4, 6), want (6)");
  CHECK_THROWS_WITH(token_conv_forward(ctx, tokens, w, bias, Rows(), tail, View(), y),
                    "[token_conv_forward] shape of tail; got (2, 3), want (2, 2)");
}

}  // namespace undula::test
