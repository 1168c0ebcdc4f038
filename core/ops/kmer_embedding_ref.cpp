#include <algorithm>

#include "core/ops/kmer_embedding_impl.h"
#include "core/ops/token_history.h"

// y[b, j] = 1 / count sum_t table[row(t)] and dtable[row(t)] += dy[b, j] / count, over the valid t of group j
namespace undula::ref {
namespace {

/// row(t) of a record whose first known position is `first`, from its tokens alone.
int64_t kmer_row(const KmerShape& shape, const TokenHistory& history, int64_t first, int64_t t) {
  int64_t index = 0, shorter = 1, combinations = 1;
  for (int64_t i = std::max(first, t - shape.k + 1); i <= t; ++i) {
    const int64_t token = history.at(i);
    if (token == TokenHistory::kNotBegun) continue;
    if (token >= shape.letters) return 0;
    if (combinations > 1) shorter += combinations;
    combinations *= shape.letters;
    index = index * shape.letters + token;
  }
  return shorter + index;
}

/// Calls f(b, j, count, row) for each valid position: its group, the group's valid positions, and its table row.
template <class F>
void for_each_kmer(const KmerShape& shape, const View& tokens, const Rows& rows, const View& tail, F&& f) {
  for (int64_t b = 0; b < tokens.shape[0]; ++b) {
    const TokenHistory history(tokens, rows, tail, b);
    int64_t first = 1 - shape.k;
    for (int64_t t = 0; t < history.length(); ++t) {
      if (rows.reset(b, t)) first = t;
      const int64_t j = t / shape.stride, count = std::min<int64_t>(shape.stride, history.length() - j * shape.stride);
      f(b, j, count, kmer_row(shape, history, first, t));
    }
  }
}

}  // namespace

template <class T>
void kmer_embedding_forward(const KmerShape& shape, const View& tokens, const View& table, const Rows& rows,
                            const View& tail, const View& y) {
  fill_zero(y);
  for_each_kmer(shape, tokens, rows, tail, [&](int64_t b, int64_t j, int64_t count, int64_t row) {
    const T* from = table.as<T>() + row * table.strides[0];
    T* to = y.as<T>() + b * y.strides[0] + j * y.strides[1];
    for (int64_t d = 0; d < table.shape[1]; ++d) to[d] += from[d] / static_cast<T>(count);
  });
}

template <class T>
void kmer_embedding_backward(const KmerShape& shape, const View& tokens, const Rows& rows, const View& tail,
                             const View& dy, const View& dtable) {
  for_each_kmer(shape, tokens, rows, tail, [&](int64_t b, int64_t j, int64_t count, int64_t row) {
    const T* from = dy.as<T>() + b * dy.strides[0] + j * dy.strides[1];
    T* to = dtable.as<T>() + row * dtable.strides[0];
    for (int64_t d = 0; d < dtable.shape[1]; ++d) to[d] += from[d] / static_cast<T>(count);
  });
}

template void kmer_embedding_forward<float>(const KmerShape&, const View&, const View&, const Rows&, const View&,
                                            const View&);
template void kmer_embedding_forward<double>(const KmerShape&, const View&, const View&, const Rows&, const View&,
                                             const View&);
template void kmer_embedding_backward<float>(const KmerShape&, const View&, const Rows&, const View&, const View&,
                                             const View&);
template void kmer_embedding_backward<double>(const KmerShape&, const View&, const Rows&, const View&, const View&,
                                              const View&);

}  // namespace undula::ref
