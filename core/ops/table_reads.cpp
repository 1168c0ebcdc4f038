#include "core/ops/table_reads.h"

#include "core/ops/table_reads_kernels.h"

namespace undula::cpu {
namespace {

ReadRun run_of(const TableReads& reads, int64_t b, int64_t begin, int64_t end) {
  const int64_t at = b * reads.rows.shape[1] + begin, taps = reads.rows.shape[2];
  return {reads.rows.as<int32_t>() + at * taps, reads.count.as<int32_t>() + at, end - begin, taps};
}

template <class T>
Vectors<T> vectors(const View& view, int64_t b, int64_t t, int64_t column) {
  return {view.as<float>() + b * view.strides[0] + t * view.strides[1] + column, view.strides[1]};
}

}  // namespace

TableReads table_reads(Context& ctx, int64_t B, int64_t L, int64_t taps) {
  return {ctx.scratch({B, L, taps}, DType::kI32), ctx.scratch({B, L}, DType::kI32)};
}

void gather_rows(ThreadPool& pool, const TableReads& reads, const View& table, const View& start, const View& y) {
  const Vectors<const float> from{table.as<float>(), table.strides[0]};
  for_each_run(pool, y.shape[0], y.shape[1], [&](int64_t b, int64_t begin, int64_t end) {
    gather_run(run_of(reads, b, begin, end), y.shape[2], from, start.present() ? start.as<float>() : nullptr,
               vectors<float>(y, b, begin, 0));
  });
}

void scatter_rows(ThreadPool& pool, const TableReads& reads, const View& dy, const View& dtable, const View& dstart) {
  constexpr int64_t kColumns = 16;  // a cache line
  const int64_t blocks = (dy.shape[2] + kColumns - 1) / kColumns;
  pool.parallel_for(blocks, (blocks + pool.threads() - 1) / pool.threads(), [&](int64_t begin, int64_t end) {
    const int64_t first = begin * kColumns, columns = std::min(end * kColumns, dy.shape[2]) - first;
    for (int64_t b = 0; b < dy.shape[0]; ++b) {
      scatter_run(run_of(reads, b, 0, dy.shape[1]), columns, vectors<const float>(dy, b, 0, first),
                  {dtable.as<float>() + first, dtable.strides[0]},
                  dstart.present() ? dstart.as<float>() + first : nullptr);
    }
  });
}

}  // namespace undula::cpu
