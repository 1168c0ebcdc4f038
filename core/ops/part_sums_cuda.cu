#include "core/ops/launch_cuda.h"
#include "core/ops/part_sums_cuda.cuh"

namespace undula::UNDULA_GPU {

void add_parts(Context& ctx, const PartSums& sums) {
  constexpr int kAll = kPartRuns * kWarp;
  UNDULA_LAUNCH(ctx.device().queue(), add_part_runs, {blocks_of(sums.rows * sums.columns, kWarp)}, kAll,
                kAll * sizeof(double), sums);
}

}  // namespace undula::UNDULA_GPU
