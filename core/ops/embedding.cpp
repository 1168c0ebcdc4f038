#include "core/ops/embedding.h"

#include "core/base/error.h"
#include "core/cuda/device_ops.h"
#include "core/ops/embedding_impl.h"

namespace undula {
namespace {

void check(const View& ids, const View& table, const Rows& rows, const View& y, const char* op) {
  if (ids.shape.rank() != 2) require(false, op, "rank of ids; got " + ids.shape.text() + ", want (B, L)");
  if (table.shape.rank() != 2) require(false, op, "rank of the table; got " + table.shape.text() + ", want (V, D)");
  check_view(ids, ids.shape, DType::kU8, op, "ids");
  check_numbers(y, {ids.shape[0], ids.shape[1], table.shape[1]}, table.dtype, op, "y");
  check_rows(rows, ids.shape[0], ids.shape[1], op);
}

}  // namespace

void embedding_forward(Context& ctx, const View& ids, const View& table, const Rows& rows, const View& y) {
  constexpr const char* op = "embedding_forward";
  check(ids, table, rows, y, op);
  if (!ctx.planning()) check_lengths(rows, ids.shape[0], ids.shape[1], op);
  if (ctx.on_device()) return ctx.device_ops().embedding_forward(ctx, ids, table, rows, y);
  const auto run = table.dtype == DType::kF64 ? ref::embedding_forward : cpu::embedding_forward;
  run(ctx, ids, table, rows, y);
}

void embedding_backward(Context& ctx, const View& ids, const Rows& rows, const View& dy, const View& dtable) {
  constexpr const char* op = "embedding_backward";
  check(ids, dtable, rows, dy, op);
  if (!ctx.planning()) check_lengths(rows, ids.shape[0], ids.shape[1], op);
  if (ctx.on_device()) return ctx.device_ops().embedding_backward(ctx, ids, rows, dy, dtable);
  const auto run = dtable.dtype == DType::kF64 ? ref::embedding_backward : cpu::embedding_backward;
  run(ctx, ids, rows, dy, dtable);
}

}  // namespace undula
