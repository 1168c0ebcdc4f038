#include "core/ops/cross_entropy_cuda.cuh"
#include "core/ops/launch_cuda.h"

namespace undula::UNDULA_GPU {
namespace {

template <class T>
RowNumbers<T> row_numbers(const View& view) {
  RowNumbers<T> numbers{data_of<const T>(view), {1, 1, 1}, {0, 0, 0, 0}};
  for (int axis = view.shape.rank() - 1, to = 3; axis >= 0; --axis, --to) {
    numbers.strides[to] = view.strides[axis];
    if (to > 0) numbers.extents[to - 1] = view.shape[axis];
  }
  return numbers;
}

CrossEntropyIn cross_entropy_in(const View& logits, const View& targets, const View& class_weights,
                                const View& row_weights) {
  return {logits.shape[0],
          logits.shape[1],
          matrix<const float>(logits),
          row_numbers<int32_t>(targets),
          data_of<const float>(class_weights),
          row_numbers<float>(row_weights)};
}

}  // namespace

LossSums Ops::cross_entropy_forward(Context& ctx, const View& logits, const View& targets, const View& class_weights,
                                    const View& row_weights) {
  constexpr auto kBytes = static_cast<int64_t>(sizeof(LossSums));
  const int64_t blocks = blocks_of(logits.shape[0], kLossRows);
  ScratchScope scope(ctx);
  const View parts = ctx.scratch({blocks, kBytes}, DType::kU8), total = ctx.scratch({kBytes}, DType::kU8);
  LossSums sums;
  if (ctx.planning()) return sums;
  Queue& queue = ctx.device().queue();
  const CrossEntropyForward params{cross_entropy_in(logits, targets, class_weights, row_weights),
                                   data_of<LossSums>(parts)};
  UNDULA_LAUNCH(queue, loss_rows, {blocks}, kThreads, kLossRows * sizeof(LossSums), params);
  UNDULA_LAUNCH(queue, add_losses, Grid(), kThreads, kThreads * sizeof(LossSums),
                {params.parts, blocks, data_of<LossSums>(total)});
  copy(total, View(&sums, DType::kU8, {kBytes}));
  return sums;
}

void Ops::cross_entropy_backward(Context& ctx, const View& logits, const View& targets, const View& class_weights,
                                 const View& row_weights, double normaliser, const View& dlogits) {
  if (ctx.planning()) return;
  constexpr int kWarps = kThreads / kWarp;
  const CrossEntropyBackward params{cross_entropy_in(logits, targets, class_weights, row_weights), normaliser,
                                    matrix<float>(dlogits)};
  UNDULA_LAUNCH(ctx.device().queue(), logit_gradients, {blocks_of(logits.shape[0], kWarps)}, kThreads, 0, params);
}

}  // namespace undula::UNDULA_GPU
