#include "core/ops/embedding_impl.h"

// y[b, t] = table[ids[b, t]] and dtable[ids[b, t]] += dy[b, t], for t < length(b) and ids[b, t] < V
namespace undula::ref {
namespace {

/// Calls f(b, t, id) for each position that has an embedding, in order.
template <class F>
void for_each_id(const View& ids, const Rows& rows, int64_t V, F&& f) {
  for (int64_t b = 0; b < ids.shape[0]; ++b) {
    const uint8_t* row = ids.as<uint8_t>() + b * ids.strides[0];
    for (int64_t t = 0; t < rows.length(b, ids.shape[1]); ++t) {
      if (row[t] < V) f(b, t, row[t]);
    }
  }
}

}  // namespace

void embedding_forward(Context& ctx, const View& ids, const View& table, const Rows& rows, const View& y) {
  if (ctx.planning()) return;
  fill_zero(y);
  for_each_id(ids, rows, table.shape[0], [&](int64_t b, int64_t t, int64_t id) {
    const double* from = table.as<double>() + id * table.strides[0];
    double* to = y.as<double>() + b * y.strides[0] + t * y.strides[1];
    for (int64_t d = 0; d < table.shape[1]; ++d) to[d] = from[d];
  });
}

void embedding_backward(Context& ctx, const View& ids, const Rows& rows, const View& dy, const View& dtable) {
  if (ctx.planning()) return;
  for_each_id(ids, rows, dtable.shape[0], [&](int64_t b, int64_t t, int64_t id) {
    const double* from = dy.as<double>() + b * dy.strides[0] + t * dy.strides[1];
    double* to = dtable.as<double>() + id * dtable.strides[0];
    for (int64_t d = 0; d < dtable.shape[1]; ++d) to[d] += from[d];
  });
}

}  // namespace undula::ref
