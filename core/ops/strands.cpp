#include "core/ops/strands.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/cuda/device_ops.h"

namespace undula {
namespace {

/// A position and its partner on the other strand.
struct Positions {
  int64_t b, t, partner;  // partner < 0: t lies beyond the record
};

/// Calls f(Positions) for each position of each record; threads share them.
template <class F>
void for_each_position(ThreadPool& pool, const Rows& rows, int64_t B, int64_t L, int64_t C, F&& f) {
  pool.parallel_for(B * L, 1 + 16384 / (C + 1), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const int64_t b = i / L, t = i % L, n = rows.length(2 * b, L);
      f(Positions{b, t, t < n ? n - 1 - t : -1});
    }
  });
}

template <class T>
T* at(const View& view, int64_t i, int64_t j) {
  return view.as<T>() + i * view.strides[0] + j * view.strides[1];
}

void check_strands(const View& x, const Rows& rows, const char* op) {
  require(x.shape.rank() == 3 && x.shape[0] % 2 == 0, op, "strand rows; got " + x.shape.text() + ", want (2B, L, C)");
  check_rows(rows, x.shape[0], x.shape[1], op);
}

template <class T>
void exchange(ThreadPool& pool, const View& x, const Rows& rows, const View& y) {
  const int64_t L = x.shape[1], C = x.shape[2];
  for_each_position(pool, rows, x.shape[0] / 2, L, C, [&](const Positions& p) {
    T *one = at<T>(y, 2 * p.b, p.t), *other = at<T>(y, 2 * p.b + 1, p.partner < 0 ? p.t : p.partner);
    if (p.partner < 0) {
      std::fill_n(one, C, T(0));
      std::fill_n(other, C, T(0));
      return;
    }
    const T *from_one = at<T>(x, 2 * p.b, p.t), *from_other = at<T>(x, 2 * p.b + 1, p.partner);
    for (int64_t c = 0; c < C; ++c) {
      const T kept = from_one[c];
      one[c] = from_other[C - 1 - c];
      other[C - 1 - c] = kept;
    }
  });
}

template <class T>
void align(ThreadPool& pool, const View& x, const Rows& rows, const View& y) {
  const int64_t L = x.shape[1], C = x.shape[2];
  for_each_position(pool, rows, y.shape[0], L, C, [&](const Positions& p) {
    T* to = at<T>(y, p.b, p.t);
    if (p.partner < 0) {
      std::fill_n(to, 2 * C, T(0));
      return;
    }
    std::copy_n(at<T>(x, 2 * p.b, p.t), C, to);
    std::copy_n(at<T>(x, 2 * p.b + 1, p.partner), C, to + C);
  });
}

template <class T>
void align_backward(ThreadPool& pool, const View& dy, const Rows& rows, const View& dx) {
  const int64_t L = dx.shape[1], C = dx.shape[2];
  for_each_position(pool, rows, dy.shape[0], L, C, [&](const Positions& p) {
    if (p.partner < 0) {
      std::fill_n(at<T>(dx, 2 * p.b, p.t), C, T(0));
      std::fill_n(at<T>(dx, 2 * p.b + 1, p.t), C, T(0));
      return;
    }
    const T* from = at<T>(dy, p.b, p.t);
    std::copy_n(from, C, at<T>(dx, 2 * p.b, p.t));
    std::copy_n(from + C, C, at<T>(dx, 2 * p.b + 1, p.partner));
  });
}

void check_fold(const View& x, const View& partner, const View& y, const char* op) {
  require(x.shape.rank() == 3 && x.shape[1] == 2, op, "x; got " + x.shape.text() + ", want (M, 2, C)");
  check_view(y, {x.shape[0], x.shape[2]}, x.dtype, op, "y");
  if (partner.present()) check_view(partner, {x.shape[2]}, DType::kI32, op, "partner");
}

int64_t partner_of(const View& partner, int64_t c) {
  return partner.present() ? partner.as<int32_t>()[c] : c;
}

}  // namespace

Rows strand_rows(Context& ctx, const Rows& rows, int64_t B, int64_t L) {
  check_rows(rows, B, L, "strand_rows");
  Rows both;
  both.first_position = rows.first_position;
  if (rows.lengths.present()) both.lengths = ctx.scratch({2 * B}, DType::kI32);
  if (rows.resets.present()) both.resets = ctx.scratch({2 * B, L}, DType::kU8);
  if (rows.records.present()) both.records = ctx.scratch({2 * B}, DType::kI32);
  if (ctx.on_device()) {
    ctx.device_ops().strand_rows(ctx, rows, B, L, both);
    return both;
  }
  if (ctx.planning()) return both;
  check_lengths(rows, B, L, "strand_rows");
  for (int64_t b = 0; b < B; ++b) {
    const int64_t n = rows.length(b, L);
    if (rows.lengths.present()) std::fill_n(both.lengths.as<int32_t>() + 2 * b, 2, static_cast<int32_t>(n));
    if (rows.records.present()) {
      both.records.as<int32_t>()[2 * b] = rows.records.as<int32_t>()[b];
      both.records.as<int32_t>()[2 * b + 1] = ~rows.records.as<int32_t>()[b];
    }
    for (int64_t t = 0; rows.resets.present() && t < L; ++t) {
      // Read backwards, a record begins with its last position: the one before the next record's start.
      both.resets.as<uint8_t>()[2 * b * L + t] = rows.reset(b, t);
      both.resets.as<uint8_t>()[(2 * b + 1) * L + t] = t < n && (t == 0 || rows.reset(b, n - t));
    }
  }
  return both;
}

void strand_tokens(Context& ctx, const View& tokens, const TokenComplement& complement, const Rows& rows,
                   const View& y) {
  constexpr const char* op = "strand_tokens";
  require(tokens.shape.rank() == 2, op, "tokens; got " + tokens.shape.text() + ", want (B, L)");
  const int64_t B = tokens.shape[0], L = tokens.shape[1];
  check_view(tokens, tokens.shape, DType::kU8, op, "tokens");
  check_view(y, {2 * B, L}, DType::kU8, op, "y");
  check_rows(rows, B, L, op);
  if (ctx.on_device()) return ctx.device_ops().strand_tokens(ctx, tokens, complement, rows, y);
  if (ctx.planning()) return;
  for (int64_t b = 0; b < B; ++b) {
    const uint8_t* from = tokens.as<uint8_t>() + b * tokens.strides[0];
    const int64_t n = rows.length(b, L);
    uint8_t *one = y.as<uint8_t>() + 2 * b * y.strides[0], *other = one + y.strides[0];
    std::copy_n(from, n, one);
    for (int64_t t = 0; t < n; ++t) other[t] = complement[from[n - 1 - t]];
    std::fill(one + n, one + L, uint8_t{0});
    std::fill(other + n, other + L, uint8_t{0});
  }
}

void exchange_strands(Context& ctx, const View& x, const Rows& rows, const View& y) {
  check_strands(x, rows, "exchange_strands");
  check_view(y, x.shape, x.dtype, "exchange_strands", "y");
  if (ctx.on_device()) return ctx.device_ops().exchange_strands(ctx, x, rows, y);
  if (ctx.planning()) return;
  dispatch_float(x.dtype, [&](auto zero) { exchange<decltype(zero)>(ctx.pool(), x, rows, y); });
}

void align_strands(Context& ctx, const View& x, const Rows& rows, const View& y) {
  check_strands(x, rows, "align_strands");
  check_view(y, {x.shape[0] / 2, x.shape[1], 2 * x.shape[2]}, x.dtype, "align_strands", "y");
  if (ctx.on_device()) return ctx.device_ops().align_strands(ctx, x, rows, y);
  if (ctx.planning()) return;
  dispatch_float(x.dtype, [&](auto zero) { align<decltype(zero)>(ctx.pool(), x, rows, y); });
}

void align_strands_backward(Context& ctx, const View& dy, const Rows& rows, const View& dx) {
  check_strands(dx, rows, "align_strands_backward");
  check_view(dy, {dx.shape[0] / 2, dx.shape[1], 2 * dx.shape[2]}, dx.dtype, "align_strands_backward", "dy");
  if (ctx.on_device()) return ctx.device_ops().align_strands_backward(ctx, dy, rows, dx);
  if (ctx.planning()) return;
  dispatch_float(dx.dtype, [&](auto zero) { align_backward<decltype(zero)>(ctx.pool(), dy, rows, dx); });
}

void fold_strands(Context& ctx, const View& x, const View& partner, double scale, const View& y) {
  check_fold(x, partner, y, "fold_strands");
  if (ctx.on_device()) return ctx.device_ops().fold_strands(ctx, x, partner, scale, y);
  if (ctx.planning()) return;
  dispatch_float(x.dtype, [&](auto zero) {
    using T = decltype(zero);
    for (int64_t m = 0; m < y.shape[0]; ++m) {
      const T *one = at<T>(x, m, 0), *other = at<T>(x, m, 1);
      T* to = y.as<T>() + m * y.strides[0];
      for (int64_t c = 0; c < y.shape[1]; ++c) to[c] = static_cast<T>(scale) * (one[c] + other[partner_of(partner, c)]);
    }
  });
}

void fold_strands_backward(Context& ctx, const View& dy, const View& partner, double scale, const View& dx) {
  check_fold(dx, partner, dy, "fold_strands_backward");
  if (ctx.on_device()) return ctx.device_ops().fold_strands_backward(ctx, dy, partner, scale, dx);
  if (ctx.planning()) return;
  dispatch_float(dx.dtype, [&](auto zero) {
    using T = decltype(zero);
    for (int64_t m = 0; m < dy.shape[0]; ++m) {
      const T* from = dy.as<T>() + m * dy.strides[0];
      T *one = at<T>(dx, m, 0), *other = at<T>(dx, m, 1);
      for (int64_t c = 0; c < dy.shape[1]; ++c) {
        one[c] = other[partner_of(partner, c)] = static_cast<T>(scale) * from[c];
      }
    }
  });
}

}  // namespace undula
