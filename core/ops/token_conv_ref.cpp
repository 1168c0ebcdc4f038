#include <algorithm>

#include "core/ops/token_conv_impl.h"
#include "core/ops/token_history.h"

// y[b, t] = bias + sum_j w[j][token(t - W + 1 + j)] and dw[j][token(t - W + 1 + j)] += dy[b, t], dbias += dy[b, t]
namespace undula::ref {
namespace {

/// Calls at(b, t) for each valid position, then tap(b, t, j, token) for each weight row that its output reads.
template <class At, class Tap>
void for_each_tap(const View& tokens, const Rows& rows, const View& tail, int64_t W, int64_t V, At&& at, Tap&& tap) {
  for (int64_t b = 0; b < tokens.shape[0]; ++b) {
    const TokenHistory history(tokens, rows, tail, b);
    for (int64_t t = 0; t < history.length(); ++t) {
      at(b, t);
      for (int64_t i = history.window_start(t, W); i <= t; ++i) {
        const int64_t token = history.at(i);
        if (token >= 0 && token < V) tap(b, t, i - (t - W + 1), token);
      }
    }
  }
}

}  // namespace

void token_conv_forward(Context& ctx, const View& tokens, const View& w, const View& bias, const Rows& rows,
                        const View& tail, const View& y) {
  if (ctx.planning()) return;
  const int64_t W = w.shape[0], V = w.shape[1], D = w.shape[2];
  fill_zero(y);
  const auto out = [&](int64_t b, int64_t t) { return y.as<double>() + b * y.strides[0] + t * y.strides[1]; };
  for_each_tap(
      tokens, rows, tail, W, V, [&](int64_t b, int64_t t) { std::copy_n(bias.as<double>(), D, out(b, t)); },
      [&](int64_t b, int64_t t, int64_t j, int64_t token) {
        const double* from = w.as<double>() + j * w.strides[0] + token * w.strides[1];
        for (int64_t d = 0; d < D; ++d) out(b, t)[d] += from[d];
      });
}

void token_conv_backward(Context& ctx, const View& tokens, const Rows& rows, const View& tail, const View& dy,
                         const View& dw, const View& dbias) {
  if (ctx.planning()) return;
  const int64_t W = dw.shape[0], V = dw.shape[1], D = dw.shape[2];
  const auto add = [&](int64_t b, int64_t t, double* to) {
    const double* from = dy.as<double>() + b * dy.strides[0] + t * dy.strides[1];
    for (int64_t d = 0; d < D; ++d) to[d] += from[d];
  };
  for_each_tap(
      tokens, rows, tail, W, V, [&](int64_t b, int64_t t) { add(b, t, dbias.as<double>()); },
      [&](int64_t b, int64_t t, int64_t j, int64_t token) {
        add(b, t, dw.as<double>() + j * dw.strides[0] + token * dw.strides[1]);
      });
}

}  // namespace undula::ref
