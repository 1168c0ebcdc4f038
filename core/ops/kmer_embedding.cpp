#include "core/ops/kmer_embedding.h"

#include <limits>
#include <string>

#include "core/base/error.h"
#include "core/cuda/device_ops.h"
#include "core/ops/kmer_embedding_impl.h"
#include "core/ops/token_history.h"

namespace undula {
namespace {

void check(const KmerShape& shape, const View& tokens, const View& table, const Rows& rows, const View& tail,
           const View& y, const char* op) {
  if (!(shape.k >= 1 && shape.stride >= 1 && shape.letters >= 2))
    require(false, op,
            "k-mer shape; got k " + std::to_string(shape.k) + ", stride " + std::to_string(shape.stride) +
                ", letters " + std::to_string(shape.letters) + ", want at least 1, 1 and 2");
  if (tokens.shape.rank() != 2) require(false, op, "rank of tokens; got " + tokens.shape.text() + ", want (B, L)");
  if (table.shape.rank() != 2) require(false, op, "rank of the table; got " + table.shape.text() + ", want (rows, D)");
  if (shape.table_rows() > std::numeric_limits<int32_t>::max())
    require(false, op, "table rows; got " + std::to_string(shape.table_rows()) + ", want fewer than 2^31");
  const int64_t B = tokens.shape[0], L = tokens.shape[1], D = table.shape[1];
  check_view(tokens, {B, L}, DType::kU8, op, "tokens");
  check_view(table, {shape.table_rows(), D}, table.dtype, op, "table");
  check_numbers(y, {B, shape.output_length(L), D}, table.dtype, op, "y");
  if (tail.present()) check_view(tail, {B, shape.k - 1}, DType::kI32, op, "tail");
  check_rows(rows, B, L, op);
}

/// Checks that read values: not while planning, nor those of a device.
void check_values(const KmerShape& shape, const View& tokens, const Rows& rows, const char* op) {
  if (tokens.memory != nullptr) return;
  check_lengths(rows, tokens.shape[0], tokens.shape[1], op);
  for (int64_t b = 0; rows.resets.present() && b < tokens.shape[0]; ++b) {
    for (int64_t t = 0; t < rows.length(b, tokens.shape[1]); ++t) {
      if (!rows.reset(b, t) || t % shape.stride == 0) continue;
      require(false, op,
              "a packed record starts at position " + std::to_string(t) + " of row " + std::to_string(b) +
                  "; want a multiple of the stride, " + std::to_string(shape.stride));
    }
  }
}

}  // namespace

int64_t KmerShape::table_rows() const {
  int64_t count = 1, combinations = 1;
  for (int m = 1; m <= k; ++m) {
    combinations *= letters;
    count += combinations;
  }
  return count;
}

void kmer_embedding_forward(Context& ctx, const KmerShape& shape, const View& tokens, const View& table,
                            const Rows& rows, const KmerState& in, const KmerState& out, const View& y) {
  constexpr const char* op = "kmer_embedding_forward";
  check(shape, tokens, table, rows, in.tail, y, op);
  if (out.tail.present()) check_view(out.tail, {tokens.shape[0], shape.k - 1}, DType::kI32, op, "tail out");
  if (!ctx.planning()) check_values(shape, tokens, rows, op);
  if (ctx.on_device()) {
    ctx.device_ops().kmer_embedding_forward(ctx, shape, tokens, table, rows, in.tail, y);
    if (out.tail.present()) ctx.device_ops().write_tail(ctx, tokens, rows, in.tail, out.tail);
    return;
  }
  const auto run = table.dtype == DType::kF64 ? ref::kmer_embedding_forward : cpu::kmer_embedding_forward;
  run(ctx, shape, tokens, table, rows, in.tail, y);
  if (!ctx.planning()) write_tail(tokens, rows, in.tail, out.tail);
}

void kmer_embedding_backward(Context& ctx, const KmerShape& shape, const View& tokens, const Rows& rows,
                             const KmerState& in, const View& dy, const View& dtable) {
  constexpr const char* op = "kmer_embedding_backward";
  check(shape, tokens, dtable, rows, in.tail, dy, op);
  if (!ctx.planning()) check_values(shape, tokens, rows, op);
  if (ctx.on_device()) return ctx.device_ops().kmer_embedding_backward(ctx, shape, tokens, rows, in.tail, dy, dtable);
  const auto run = dtable.dtype == DType::kF64 ? ref::kmer_embedding_backward : cpu::kmer_embedding_backward;
  run(ctx, shape, tokens, rows, in.tail, dy, dtable);
}

}  // namespace undula
