#include "core/ops/sample_frames.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/cuda/device_ops.h"

namespace undula {
namespace {

/// The samples of one row as frames see them: position t >= 0 lies in the block, t < 0 in the carried tail.
template <class T>
class SampleHistory {
 public:
  SampleHistory(const View& x, const Rows& rows, const View& tail, int64_t b)
      : x_(x.as<float>() + b * x.strides[0]),
        tail_end_(tail.present() ? tail.as<T>() + b * tail.strides[0] + tail.shape[1] : nullptr),
        tail_(tail.present() ? tail.shape[1] : 0),
        rows_(rows),
        row_(b),
        length_(rows.length(b, x.shape[1])) {}

  int64_t length() const { return length_; }

  /// to[i] = sample begin + i, for i < n.
  void copy(int64_t begin, int64_t n, T* to) const {
    const int64_t end = begin + n, first = first_of_record(begin, std::min(end, length_));
    const int64_t from = std::clamp(first, begin, end), to_tail = std::clamp<int64_t>(0, from, end);
    const int64_t last = std::clamp(length_, to_tail, end);
    T* out = std::fill_n(to, from - begin, T(0));
    for (int64_t t = from; t < to_tail; ++t) *out++ = tail_end_[t];
    for (int64_t t = to_tail; t < last; ++t) *out++ = static_cast<T>(x_[t]);
    std::fill(out, to + n, T(0));
  }

 private:
  /// Where the record of sample end - 1 begins, as far as block and tail tell.
  int64_t first_of_record(int64_t begin, int64_t end) const {
    for (int64_t t = end - 1; rows_.resets.present() && t >= std::max<int64_t>(begin, 0); --t) {
      if (rows_.reset(row_, t)) return t;
    }
    return -tail_;
  }

  const float* x_;
  const T* tail_end_;
  int64_t tail_;
  const Rows& rows_;
  int64_t row_, length_;
};

template <class T>
void cut(Context& ctx, const FrameShape& shape, const View& x, const Rows& rows, const View& tail_in,
         const View& tail_out, const View& y) {
  const int64_t B = y.shape[0], F = y.shape[1];
  ctx.pool().parallel_for(B * F, 64, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const int64_t b = i / F, f = i % F;
      const SampleHistory<T> history(x, rows, tail_in, b);
      history.copy((f + 1) * shape.hop - shape.width, shape.width, y.as<T>() + b * y.strides[0] + f * y.strides[1]);
    }
  });
  // Oldest first: where tail_out is tail_in, a sample is read before it is replaced.
  for (int64_t b = 0; tail_out.present() && b < B; ++b) {
    const SampleHistory<T> history(x, rows, tail_in, b);
    history.copy(history.length() - shape.tail(), shape.tail(), tail_out.as<T>() + b * tail_out.strides[0]);
  }
}

}  // namespace

void sample_frames(Context& ctx, const FrameShape& shape, const View& x, const Rows& rows, const View& tail_in,
                   const View& tail_out, const View& y) {
  constexpr const char* op = "sample_frames";
  if (x.shape.rank() != 2 || y.shape.rank() != 3)
    require(false, op, "ranks; got " + x.shape.text() + " to " + y.shape.text() + ", want (B, L) to (B, F, width)");
  const int64_t B = x.shape[0], L = x.shape[1];
  require(shape.hop >= 1 && shape.width >= shape.hop, op, "a frame must be at least as wide as the hop");
  check_view(x, {B, L}, DType::kF32, op, "x");
  check_view(y, {B, y.shape[1], shape.width}, y.dtype, op, "y");
  if (tail_in.present()) check_view(tail_in, {B, shape.tail()}, state_type(y.dtype), op, "tail in");
  if (tail_out.present()) check_view(tail_out, {B, shape.tail()}, state_type(y.dtype), op, "tail out");
  check_rows(rows, B, L, op);
  if (ctx.on_device()) return ctx.device_ops().sample_frames(ctx, shape, x, rows, tail_in, tail_out, y);
  if (ctx.planning()) return;
  check_lengths(rows, B, L, op);
  dispatch_float(y.dtype, [&](auto zero) { cut<decltype(zero)>(ctx, shape, x, rows, tail_in, tail_out, y); });
}

}  // namespace undula
