#include <algorithm>

#include "core/ops/kmer_embedding_impl.h"
#include "core/ops/token_history.h"

// y[b, j] = 1 / count sum_t table[row(t)] and dtable[row(t)] += dy[b, j] / count, over the valid t of group j
namespace undula::ref {
namespace {

/// row(t), from the tokens alone.
int64_t kmer_row(const KmerShape& shape, const TokenHistory& history, int64_t t) {
  int64_t index = 0, first_row = 1, combinations = 1;
  for (int64_t i = history.window_start(t, shape.k); i <= t; ++i) {
    const int64_t token = history.at(i);
    if (token == TokenHistory::kNotBegun) continue;
    if (token >= shape.letters) return 0;
    if (combinations > 1) first_row += combinations;
    combinations *= shape.letters;
    index = index * shape.letters + token;
  }
  return first_row + index;
}

/// How many positions of group j are valid.
int64_t valid_count(const KmerShape& shape, const TokenHistory& history, int64_t j) {
  int64_t count = 0;
  for (int64_t t = j * shape.stride; t < std::min(history.length(), (j + 1) * shape.stride); ++t) {
    count += history.at(t) != kGapToken;
  }
  return count;
}

/// Calls f(b, j, scale, row) for each valid position: its group, 1 / the group's valid positions, and its table row.
template <class F>
void for_each_kmer(const KmerShape& shape, const View& tokens, const Rows& rows, const View& tail, F&& f) {
  for (int64_t b = 0; b < tokens.shape[0]; ++b) {
    const TokenHistory history(tokens, rows, tail, b);
    for (int64_t t = 0; t < history.length(); ++t) {
      if (history.at(t) == kGapToken) continue;
      const int64_t j = t / shape.stride;
      f(b, j, 1.0 / static_cast<double>(valid_count(shape, history, j)), kmer_row(shape, history, t));
    }
  }
}

}  // namespace

void kmer_embedding_forward(Context& ctx, const KmerShape& shape, const View& tokens, const View& table,
                            const Rows& rows, const View& tail, const View& y) {
  if (ctx.planning()) return;
  fill_zero(y);
  for_each_kmer(shape, tokens, rows, tail, [&](int64_t b, int64_t j, double scale, int64_t row) {
    const double* from = table.as<double>() + row * table.strides[0];
    double* to = y.as<double>() + b * y.strides[0] + j * y.strides[1];
    for (int64_t d = 0; d < table.shape[1]; ++d) to[d] += scale * from[d];
  });
}

void kmer_embedding_backward(Context& ctx, const KmerShape& shape, const View& tokens, const Rows& rows,
                             const View& tail, const View& dy, const View& dtable) {
  if (ctx.planning()) return;
  for_each_kmer(shape, tokens, rows, tail, [&](int64_t b, int64_t j, double scale, int64_t row) {
    const double* from = dy.as<double>() + b * dy.strides[0] + j * dy.strides[1];
    double* to = dtable.as<double>() + row * dtable.strides[0];
    for (int64_t d = 0; d < dtable.shape[1]; ++d) to[d] += scale * from[d];
  });
}

}  // namespace undula::ref
