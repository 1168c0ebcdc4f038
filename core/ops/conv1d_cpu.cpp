#include <algorithm>
#include <cstring>

#include "core/ops/conv1d_impl.h"
#include "core/ops/conv1d_kernels.h"
#include "core/ops/row_walk.h"

namespace undula::cpu {
namespace {

/// Steps of one task. Depends on nothing, so that sums over steps have one order.
constexpr int64_t kSegment = 128;
/// The shared part of forward and backward: extents, padded weights, tasks.
class ConvWork {
 public:
  ConvWork(Context& ctx, const Conv1dIn& in, const Rows& rows, Direction direction)
      : B(in.x.shape[0]),
        L(in.x.shape[1]),
        E(in.x.shape[2]),
        K(in.w.shape[1]),
        padded(padded_channels(E)),
        segments(std::max<int64_t>(ceil_div(L, kSegment), 1)),
        ctx_(ctx),
        in_(in),
        rows_(rows),
        direction_(direction) {
    const int64_t size = (K + 1) * padded;
    if (in.generation == 0) {
      folded_ = ctx.scratch({size}, DType::kF32).as<float>();
      return;
    }
    const Derived::Block block = ctx.derived().of(in.w.data, size, in.generation, ctx.planning());
    folded_ = block.floats;
    stale_ = block.stale;
  }

  void begin() {
    if (!stale_) return;
    std::fill_n(folded_, (K + 1) * padded, 0.0F);
    for (int64_t e = 0; e < E; ++e) {
      for (int64_t k = 0; k < K; ++k) folded_[k * padded + e] = in_.w.as<float>()[e * in_.w.strides[0] + k];
    }
    std::copy_n(in_.bias.as<float>(), E, folded_ + K * padded);
  }

  /// Segments that a row of this length has: an empty row has one too, for its tail.
  static int64_t segments_of(int64_t length) { return std::max<int64_t>(ceil_div(length, kSegment), 1); }

  /// Runs f(walk, segment) for every segment of every row, in parallel.
  template <class F>
  void for_each_segment(F&& f) const {
    ctx_.pool().parallel_for(B * segments, 1, [&](int64_t first, int64_t last) {
      for (int64_t i = first; i < last; ++i) {
        const RowWalk walk(rows_, direction_, i / segments, L);
        if (i % segments < segments_of(walk.length)) f(walk, i % segments);
      }
    });
  }

  void fill(Conv1dTask& task, const RowWalk& walk, int64_t segment) const {
    task.begin = segment * kSegment;
    task.end = std::min(task.begin + kSegment, walk.length);
    task.E = E;
    task.K = K;
    task.padded = padded;
    task.x = walk.track(in_.x, 0);
    task.tail = tail_track(in_.tail, walk.row);
    task.w = folded_;
    task.bias = task.w + K * padded;
    task.starts = walk.starts();
  }

  /// One row of a (B, K - 1, E) view, oldest first.
  static Track tail_track(const View& tail, int64_t row) {
    if (!tail.present()) return {};
    return {tail.as<float>() + row * tail.strides[0], tail.strides[1]};
  }

  /// Zeroes a row of (B, L, E) beyond its length.
  void clear_padding(const View& view, const RowWalk& walk) const {
    for (int64_t t = walk.length; t < L; ++t) {
      std::memset(view.as<float>() + walk.row * view.strides[0] + t * view.strides[1], 0,
                  static_cast<size_t>(E) * sizeof(float));
    }
  }

  const int64_t B, L, E, K, padded, segments;

 private:
  Context& ctx_;
  const Conv1dIn& in_;
  const Rows& rows_;
  Direction direction_;
  float* folded_;  // (K, padded) weights of the taps, then the bias, zeros beyond E
  bool stale_ = true;
};

/// The last K - 1 inputs of a row, oldest first, so that a tail written over the incoming one reads each old input
/// before it is replaced.
void write_tail(const Conv1dTask& task, int64_t length, const Track& out) {
  const int64_t first = task.first_seen(length - 1);
  for (int64_t j = 0; j < task.K - 1; ++j) {
    const int64_t i = length - (task.K - 1) + j;
    const float* from = i >= 0 ? task.x.at(i) : task.tail.first ? task.tail.at(i + task.K - 1) : nullptr;
    if (i >= first && from) {
      std::memmove(out.at(j), from, static_cast<size_t>(task.E) * sizeof(float));
    } else {
      std::memset(out.at(j), 0, static_cast<size_t>(task.E) * sizeof(float));
    }
  }
}

}  // namespace

void conv1d_forward(Context& ctx, const Conv1dIn& in, const Rows& rows, Direction direction, const Conv1dOut& out) {
  ScratchScope scope(ctx);
  ConvWork work(ctx, in, rows, direction);
  if (ctx.planning()) return;
  work.begin();
  work.for_each_segment([&](const RowWalk& walk, int64_t segment) {
    Conv1dForward task;
    work.fill(task, walk, segment);
    task.y = walk.track(out.y, 0);
    conv1d_forward_task(task);
    if (segment == 0) work.clear_padding(out.y, walk);
  });
  if (!out.tail.present()) return;
  for (int64_t b = 0; b < work.B; ++b) {
    const RowWalk walk(rows, direction, b, work.L);
    Conv1dTask task;
    work.fill(task, walk, 0);
    write_tail(task, walk.length, ConvWork::tail_track(out.tail, b));
  }
}

void conv1d_backward(Context& ctx, const Conv1dIn& in, const Rows& rows, Direction direction, const Conv1dGrad& grad) {
  ScratchScope scope(ctx);
  ConvWork work(ctx, in, rows, direction);
  const int64_t K = work.K, padded = work.padded;
  const View sums = ctx.scratch({work.B, work.segments, K + 1, padded}, DType::kF32);  // dw, then dbias
  const View dp = ctx.scratch({work.B, work.segments, K, padded}, DType::kF32);
  if (ctx.planning()) return;
  work.begin();
  const auto sums_of = [&](int64_t b, int64_t segment) {
    return sums.as<float>() + (b * work.segments + segment) * (K + 1) * padded;
  };
  work.for_each_segment([&](const RowWalk& walk, int64_t segment) {
    Conv1dBackward task;
    work.fill(task, walk, segment);
    task.length = walk.length;
    task.inputs_begin = segment == 0 ? 1 - K : task.begin;
    task.inputs_end = task.end;
    task.dy = walk.track(grad.dy, 0);
    task.dx = walk.track(grad.dx, 0);
    task.dtail_in = ConvWork::tail_track(grad.dtail_in, walk.row);
    task.dtail_out = ConvWork::tail_track(grad.dtail_out, walk.row);
    task.dw = sums_of(walk.row, segment);
    task.dbias = task.dw + K * padded;
    task.dp = dp.as<float>() + (walk.row * work.segments + segment) * K * padded;
    std::memset(task.dw, 0, static_cast<size_t>((K + 1) * padded) * sizeof(float));
    conv1d_backward_task(task);
    if (segment == 0) work.clear_padding(grad.dx, walk);
  });
  ctx.pool().parallel_for(work.E, 64, [&](int64_t first, int64_t last) {
    for (int64_t b = 0; b < work.B; ++b) {
      for (int64_t segment = 0; segment < ConvWork::segments_of(rows.length(b, work.L)); ++segment) {
        const float* from = sums_of(b, segment);
        for (int64_t e = first; e < last; ++e) {
          for (int64_t k = 0; k < K; ++k) grad.dw.as<float>()[e * grad.dw.strides[0] + k] += from[k * padded + e];
          grad.dbias.as<float>()[e] += from[K * padded + e];
        }
      }
    }
  });
}

}  // namespace undula::cpu
