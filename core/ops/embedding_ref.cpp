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

template <class T>
void embedding_forward(const View& ids, const View& table, const Rows& rows, const View& y) {
  fill_zero(y);
  for_each_id(ids, rows, table.shape[0], [&](int64_t b, int64_t t, int64_t id) {
    const T* from = table.as<T>() + id * table.strides[0];
    T* to = y.as<T>() + b * y.strides[0] + t * y.strides[1];
    for (int64_t d = 0; d < table.shape[1]; ++d) to[d] = from[d];
  });
}

template <class T>
void embedding_backward(const View& ids, const Rows& rows, const View& dy, const View& dtable) {
  for_each_id(ids, rows, dtable.shape[0], [&](int64_t b, int64_t t, int64_t id) {
    const T* from = dy.as<T>() + b * dy.strides[0] + t * dy.strides[1];
    T* to = dtable.as<T>() + id * dtable.strides[0];
    for (int64_t d = 0; d < dtable.shape[1]; ++d) to[d] += from[d];
  });
}

template void embedding_forward<float>(const View&, const View&, const Rows&, const View&);
template void embedding_forward<double>(const View&, const View&, const Rows&, const View&);
template void embedding_backward<float>(const View&, const Rows&, const View&, const View&);
template void embedding_backward<double>(const View&, const Rows&, const View&, const View&);

}  // namespace undula::ref
