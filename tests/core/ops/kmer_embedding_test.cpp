#include "core/ops/kmer_embedding.h"

#include "core/base/error.h"
#include "tests/support/catch.h"
#include "tests/support/token_op.h"

namespace undula::test {
namespace {

TokenOp kmers(int k, int stride, int64_t D) {
  const KmerShape shape{.k = k, .stride = stride};
  return {.name = "k " + std::to_string(k) + " stride " + std::to_string(stride) + " D " + std::to_string(D),
          .stride = stride,
          .tail = k - 1,
          .D = D,
          .params = {{shape.table_rows(), D}},
          .forward =
              [shape](Context& ctx, const TokenCall& c) {
                kmer_embedding_forward(ctx, shape, c.tokens, c.params[0], c.rows, {c.tail_in}, {c.tail_out}, c.y);
              },
          .backward =
              [shape](Context& ctx, const TokenCall& c) {
                kmer_embedding_backward(ctx, shape, c.tokens, c.rows, {c.tail_in}, c.y, c.params[0]);
              }};
}

Tensor tokens_of(const std::vector<int>& values) {
  Tensor tokens({1, static_cast<int64_t>(values.size())}, DType::kU8);
  for (size_t i = 0; i < values.size(); ++i) tokens.set(static_cast<int64_t>(i), values[i]);
  return tokens;
}

/// What each group reads, from a table whose row r holds the number r.
std::vector<double> means(const KmerShape& shape, const Tensor& tokens, const Rows& rows, DType dtype) {
  Context ctx(1);
  const Tensor table({shape.table_rows(), 1}, dtype), y({1, shape.output_length(tokens.view().shape[1]), 1}, dtype);
  for (int64_t r = 0; r < shape.table_rows(); ++r) table.set(r, static_cast<double>(r));
  plan_and_run(ctx, [&] { kmer_embedding_forward(ctx, shape, tokens, table, rows, {}, {}, y); });
  std::vector<double> means;
  for (int64_t j = 0; j < y.view().count(); ++j) means.push_back(y.get(j));
  return means;
}

}  // namespace

TEST_CASE("kmer_embedding: gradients against central differences") {
  for (const int k : {1, 2, 3}) {
    for (const int stride : {1, 3, 8}) check_token_gradients(kmers(k, stride, 2));
  }
}

TEST_CASE("kmer_embedding: a row is the same alone and padded, packed, and in chunks") {
  for (const int k : {1, 2, 4, 5, 6, 8}) {
    for (const int stride : {1, 3, 8}) {
      check_token_padding(kmers(k, stride, 3));
      check_token_packing(kmers(k, stride, 3));
      if (k <= 6) check_token_chunks(kmers(k, stride, 3));
    }
  }
}

TEST_CASE("kmer_embedding: fp32 agrees with float64, with any number of threads") {
  for (const int64_t D : {1, 16, 37, 64, 130}) check_token_f32(kmers(3, 8, D));
  for (const int stride : {1, 3}) check_token_f32(kmers(6, stride, 20));
}

TEST_CASE("kmer_embedding: kernels agree with the float64 reference") {
  check_token_device(kmers(3, 8, 20));
  check_token_device(kmers(2, 3, 5));
  check_token_device(kmers(1, 1, 4));
}

TEST_CASE("kmer_embedding: table rows count the letters, most significant first") {
  CHECK(KmerShape{.k = 6}.table_rows() == 5461);
  CHECK(KmerShape{.k = 1}.table_rows() == 5);
  for (const DType dtype : {DType::kF32, DType::kF64}) {
    const Tensor tokens = tokens_of({2, 1, 3, 0, 3});
    CHECK(means({.k = 1}, tokens, Rows(), dtype) == std::vector<double>{3, 2, 4, 1, 4});
    CHECK(means({.k = 2}, tokens, Rows(), dtype) == std::vector<double>{3, 5 + 9, 5 + 7, 5 + 12, 5 + 3});
    CHECK(means({.k = 3}, tokens, Rows(), dtype) == std::vector<double>{3, 5 + 9, 21 + 39, 21 + 28, 21 + 51});
    CHECK(means({.k = 2, .stride = 2}, tokens, Rows(), dtype) == std::vector<double>{8.5, 14.5, 8});
    CHECK(means({.k = 8}, tokens_of({2}), Rows(), dtype) == std::vector<double>{3});
  }
}

TEST_CASE("kmer_embedding: an ambiguous token gives row 0 while it is in the window") {
  for (const DType dtype : {DType::kF32, DType::kF64}) {
    CHECK(means({.k = 3}, tokens_of({4, 0, 0, 0, 9, 1, 1, 1}), Rows(), dtype) ==
          std::vector<double>{0, 0, 0, 21, 0, 0, 0, 42});
    CHECK(means({.k = 1}, tokens_of({4, 0, 7}), Rows(), dtype) == std::vector<double>{0, 1, 0});
  }
}

TEST_CASE("kmer_embedding: k-mers begin anew at a packed record") {
  const Tensor resets = resets_of({{0, 2}}, 1, 4);
  Rows rows;
  rows.resets = resets;
  for (const DType dtype : {DType::kF32, DType::kF64}) {
    CHECK(means({.k = 2, .stride = 2}, tokens_of({4, 4, 3, 3}), rows, dtype) == std::vector<double>{0, (4 + 20) / 2.0});
  }
  CHECK_THROWS_WITH(means({.k = 2, .stride = 3}, tokens_of({0, 0, 0, 0}), rows, DType::kF32),
                    "[kmer_embedding_forward] a packed record starts at position 2 of row 0; want a multiple of the "
                    "stride, 3");
}

TEST_CASE("kmer_embedding: a gap counts in no mean") {
  const std::vector<int> tokens = {2, 1, 3, kGapToken, kGapToken, kGapToken};
  for (const DType dtype : {DType::kF32, DType::kF64}) {
    CHECK(means({.k = 2, .stride = 2}, tokens_of(tokens), Rows(), dtype) == std::vector<double>{(3 + 14) / 2.0, 12, 0});
  }
}

TEST_CASE("kmer_embedding: wrong arguments are named") {
  Context ctx(1);
  const Tensor tokens({2, 5}, DType::kU8), table({21, 3}, DType::kF32), y({2, 3, 3}, DType::kF32);
  const Tensor tail({2, 2}, DType::kI32);
  CHECK_THROWS_WITH(kmer_embedding_forward(ctx, {.k = 3, .stride = 2}, tokens, table, Rows(), {}, {}, y),
                    "[kmer_embedding_forward] shape of table; got (21, 3), want (85, 3)");
  CHECK_THROWS_WITH(kmer_embedding_forward(ctx, {.k = 2, .stride = 1}, tokens, table, Rows(), {}, {}, y),
                    "[kmer_embedding_forward] shape of y; got (2, 3, 3), want (2, 5, 3)");
  CHECK_THROWS_WITH(kmer_embedding_forward(ctx, {.k = 2, .stride = 2}, tokens, table, Rows(), {tail}, {}, y),
                    "[kmer_embedding_forward] shape of tail; got (2, 2), want (2, 1)");
}

}  // namespace undula::test
