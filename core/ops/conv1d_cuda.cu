#include "core/ops/conv1d_backward_cuda.cuh"
#include "core/ops/launch_cuda.h"
#include "core/ops/part_sums_cuda.h"

namespace undula::UNDULA_GPU {
namespace {

constexpr int kFastTaps = 4;  // the width of Mamba's convolutions

/// Steps of a thread: long runs read little twice, short ones keep a small block's threads many.
int64_t run_length(int64_t B, int64_t L, int64_t E) {
  constexpr int64_t kShort = 32, kLong = 128, kEnoughThreads = 1 << 16;
  return B * blocks_of(L, kLong) * blocks_of(E, kItems) >= kEnoughThreads ? kLong : kShort;
}

/// `also`: what is read and written beside x, with its shape.
template <class T>
ConvIn<T> conv_in(const Conv1dIn& in, const Rows& rows, Direction direction, std::initializer_list<View> also) {
  const int64_t B = in.x.shape[0], L = in.x.shape[1], E = in.x.shape[2], length = run_length(B, L, E);
  const int64_t runs = std::max<int64_t>(blocks_of(L, length), 1);
  Tiles over = tiles(B * runs, E, {in.x});
  over.aligned = over.aligned && aligned(also);
  return {over,
          device_rows(rows),
          direction == Direction::kReverse,
          L,
          runs,
          length,
          static_cast<int>(in.w.shape[1]),
          block<const T>(in.x),
          matrix<const float>(in.w),
          data_of<const float>(in.bias),
          block<const float>(in.tail)};
}

}  // namespace

void Ops::conv1d_forward(Context& ctx, const Conv1dIn& in, const Rows& rows, Direction direction,
                         const Conv1dOut& out) {
  if (ctx.planning()) return;
  Queue& queue = ctx.device().queue();
  dispatch_storage(in.x.dtype, [&](auto zero) {
    using T = decltype(zero);
    ConvForward<T> params{conv_in<T>(in, rows, direction, {out.y}), block<T>(out.y), block<float>(out.tail)};
    // A thread that takes a whole row writes the tail too; else one may still read what another one would replace.
    const bool whole = params.in.runs == 1;
    if (!whole) params.tail.data = nullptr;
    const auto kernel = params.in.taps == kFastTaps ? conv_steps<T, kFastTaps> : conv_steps<T, 0>;
    UNDULA_LAUNCH(queue, kernel, grid(params.in.tiles), kThreads, 0, params);
    if (whole || !out.tail.present()) return;
    params.tail = block<float>(out.tail);
    params.in.tiles.rows = in.x.shape[0];
    params.in.runs = 1;
    UNDULA_LAUNCH(queue, conv_tails<T>, grid(params.in.tiles), kThreads, 0, params);
  });
}

void Ops::conv1d_backward(Context& ctx, const Conv1dIn& in, const Rows& rows, Direction direction,
                          const Conv1dGrad& grad) {
  const int64_t B = in.x.shape[0], L = in.x.shape[1], E = in.x.shape[2], K = in.w.shape[1];
  const int64_t n_parts = B * std::max<int64_t>(blocks_of(L, run_length(B, L, E)), 1);
  ScratchScope scope(ctx);
  const View parts = ctx.scratch({n_parts, K + 1, E}, DType::kF32);
  const View dp = K == kFastTaps ? View() : ctx.scratch({B, L, E}, DType::kF32);
  if (ctx.planning()) return;
  Queue& queue = ctx.device().queue();
  dispatch_storage(in.x.dtype, [&](auto zero) {
    using T = decltype(zero);
    ConvBackward<T> params{conv_in<T>(in, rows, direction, {grad.dy, grad.dx}),
                           block<const T>(grad.dy),
                           block<const float>(grad.dtail_out),
                           block<T>(grad.dx),
                           block<float>(grad.dtail_in),
                           data_of<float>(parts),
                           block<float>(dp)};
    const Grid over = grid(params.in.tiles);
    if (K == kFastTaps) {
      UNDULA_LAUNCH(queue, (conv_steps_backward<T, kFastTaps>), over, kThreads, 0, params);
    } else {
      UNDULA_LAUNCH(queue, conv_step_gradients<T>, over, kThreads, 0, params);
      UNDULA_LAUNCH(queue, conv_input_gradients<T>, over, kThreads, 0, params);
    }
  });
  const auto* sums = data_of<const float>(parts);
  add_parts(ctx, {sums, n_parts, (K + 1) * E, K, E, data_of<float>(grad.dw), 1, grad.dw.strides[0]});
  add_parts(ctx, {sums + K * E, n_parts, (K + 1) * E, 1, E, data_of<float>(grad.dbias), E, 1});
}

}  // namespace undula::UNDULA_GPU
