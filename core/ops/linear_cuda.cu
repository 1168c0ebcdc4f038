#include "core/ops/launch_cuda.h"
#include "core/ops/linear_cuda.cuh"
#include "core/ops/part_sums_cuda.h"

namespace undula::UNDULA_GPU {

void Ops::linear_bias_gradient(Context& ctx, const View& dy, const View& dbias) {
  constexpr int64_t kFewest = 128, kParts = 1024;
  const int64_t M = dy.shape[0], N = dy.shape[1];
  const int64_t rows = std::max(kFewest, blocks_of(M, kParts)), parts = blocks_of(M, rows);
  ScratchScope scope(ctx);
  const View sums = ctx.scratch({parts, N}, DType::kF32);
  if (ctx.planning()) return;
  const Tiles over = tiles(M, N, {dy});
  dispatch_storage(dy.dtype, [&](auto zero) {
    using T = decltype(zero);
    const ColumnSums<T> params{over, rows, matrix<const T>(dy), data_of<float>(sums)};
    UNDULA_LAUNCH(ctx.device().queue(), column_sums<T>, {parts, grid(over).y}, kThreads,
                  kThreads * kItems * sizeof(float), params);
  });
  add_parts(ctx, {data_of<const float>(sums), parts, N, 1, N, data_of<float>(dbias), N, 1});
}

}  // namespace undula::UNDULA_GPU
