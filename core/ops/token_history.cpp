#include "core/ops/token_history.h"

namespace undula {

void write_tail(const View& tokens, const Rows& rows, const View& tail_in, const View& tail_out) {
  if (!tail_out.present()) return;
  const int64_t n = tail_out.shape[1];
  for (int64_t b = 0; b < tail_out.shape[0]; ++b) {
    const TokenHistory history(tokens, rows, tail_in, b);
    const int64_t oldest = history.length() - n, first = history.window_start(history.length() - 1, n);
    int32_t* out = tail_out.as<int32_t>() + b * tail_out.strides[0];
    // Oldest first: where tail_out is tail_in, an entry is read before it is replaced.
    for (int64_t j = 0; j < n; ++j) out[j] = oldest + j >= first ? history.at(oldest + j) : TokenHistory::kNotBegun;
  }
}

}  // namespace undula
