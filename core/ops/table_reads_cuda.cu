#include "core/ops/launch_cuda.h"
#include "core/ops/part_sums_cuda.h"
#include "core/ops/table_reads_cuda.cuh"
#include "core/ops/table_reads_cuda.h"

namespace undula::UNDULA_GPU {
namespace {

constexpr int kWarps = kThreads / kWarp;
constexpr int64_t kColumns = int64_t{kWarp} * kItems;  // of a warp

/// Positions of a run: few table rows need many runs for all warps of a card, and many rows few.
int64_t scatter_run(int64_t positions, int64_t table_rows, int64_t columns) {
  constexpr int64_t kShortest = 256, kWarpsWanted = 8192;
  const int64_t warps = std::max<int64_t>(table_rows * blocks_of(columns, kColumns), 1);
  return std::max(kShortest, blocks_of(positions, std::max<int64_t>(kWarpsWanted / warps, 1)));
}

ReadList read_list(const TableReads& reads) {
  return {data_of<const int32_t>(reads.ids), data_of<const int32_t>(reads.count), static_cast<int>(reads.ids.shape[2])};
}

}  // namespace

TableReads table_reads(Context& ctx, int64_t B, int64_t L, int64_t taps) {
  return {ctx.scratch({B, L, taps}, DType::kI32), ctx.scratch({B, L}, DType::kI32)};
}

void gather(Context& ctx, const TableReads& reads, int64_t tables, const View& table, const View& start,
            const View& y) {
  const int64_t B = y.shape[0], L = y.shape[1];
  const Tiles over = tiles(B * L, y.shape[2], {table, y});
  dispatch_storage(y.dtype, [&](auto zero) {
    using T = decltype(zero);
    const GatherParams<T> params{over,
                                 L,
                                 read_list(reads),
                                 static_cast<int>(tables),
                                 matrix<const float>(table),
                                 data_of<const float>(start),
                                 block<T>(y)};
    UNDULA_LAUNCH(ctx.device().queue(), gather_rows<T>, grid(over), kThreads, 0, params);
  });
}

void scatter(Context& ctx, const TableReads& reads, const View& dy, const View& dtable, const View& dstart) {
  const int64_t B = dy.shape[0], L = dy.shape[1], V = dtable.shape[0], D = dtable.shape[1];
  const int64_t rows = V + (dstart.present() ? 1 : 0), run = scatter_run(B * L, rows, D), runs = blocks_of(B * L, run);
  ScratchScope scope(ctx);
  const View parts = ctx.scratch({runs, rows, D}, DType::kF32);
  if (ctx.planning()) return;
  dispatch_storage(dy.dtype, [&](auto zero) {
    using T = decltype(zero);
    const ScatterParams<T> params{
        B * L, L, run, read_list(reads), rows, D, aligned({dy}), block<const T>(dy), data_of<float>(parts)};
    UNDULA_LAUNCH(ctx.device().queue(), scatter_rows<T>, {blocks_of(rows, kWarps), blocks_of(D, kColumns), runs},
                  kThreads, 0, params);
  });
  const auto* sums = data_of<const float>(parts);
  add_parts(ctx, {sums, runs, rows * D, V, D, data_of<float>(dtable), dtable.strides[0], 1});
  if (dstart.present()) add_parts(ctx, {sums + V * D, runs, rows * D, 1, D, data_of<float>(dstart), D, 1});
}

}  // namespace undula::UNDULA_GPU
