#include "core/cpu/matmul_own.h"

#include <algorithm>

#include "core/cpu/matmul_kernel.h"

namespace undula::own {
namespace {

// Blocks of the loops. Rows and columns only decide what a cache holds; kDepth and kChunk also cut sums, so they are
// part of the result's bits.
constexpr int64_t kRows = 96;    // of the left side: 96 rows of kDepth floats stay in L2
constexpr int64_t kDepth = 256;  // of one pass over k: a panel's part stays in L1 or close
constexpr int64_t kChunk = 256;  // rows that one pass of a weight gradient sums over

// Multiply-adds that are worth a task; one float of a panel costs as much as kFloatCost of them, because it must come
// from memory when there are few rows.
constexpr int64_t kTask = 1 << 20, kFloatCost = 16;

int64_t blocks(int64_t n, int64_t block) {
  return (n + block - 1) / block;
}

/// Rows [m, m + rows) and columns [first, first + columns) of a matrix, in place or, where rows must be apart by
/// `width` columns with zeros between, copied to `copy`.
struct Block {
  Block(const View& matrix, int64_t m, int64_t rows, int64_t first, int64_t columns, int64_t width, bool copied,
        float* copy)
      : data(matrix.as<float>() + m * matrix.strides[0] + first), stride(matrix.strides[0]) {
    if (!copied) return;
    for (int64_t i = 0; i < rows; ++i) {
      std::copy_n(data + i * stride, columns, copy + i * width);
      std::fill(copy + i * width + columns, copy + (i + 1) * width, 0.0F);
    }
    data = copy;
    stride = width;
  }
  const float* data;
  int64_t stride;
};

}  // namespace

void product(ThreadPool& pool, const View& left, const PanelLayout& layout, const float* packed, const View& bias,
             const View& y) {
  const int64_t M = left.shape[0], n_panels = layout.panels();
  const int64_t cost = layout.depth * kPanelColumns * (std::min(M, kRows) + kFloatCost);
  const auto part = [&](int64_t m, int64_t i, int64_t p, const float* start) {
    return PanelProduct{.a = left.as<float>() + m * left.strides[0] + p,
                        .a_row = left.strides[0],
                        .a_step = 1,
                        .b = packed + layout.offset(i) + p * layout.width(i),
                        .b_row = layout.width(i),
                        .start = start,
                        .c = y.as<float>() + m * y.strides[0] + layout.first(i),
                        .c_row = y.strides[0],
                        .rows = std::min(kRows, M - m),
                        .depth = std::min(kDepth, layout.depth - p),
                        .width = layout.width(i),
                        .columns = layout.count(i),
                        .add = p > 0};
  };
  pool.parallel_for(blocks(M, kRows) * n_panels, kTask / (cost + 1) + 1, [&](int64_t begin, int64_t end) {
    for (int64_t unit = begin; unit < end;) {
      const int64_t m = unit / n_panels * kRows, i = unit % n_panels;
      const int64_t at_once = M == 1 && unit + 1 < end ? 2 : 1;
      alignas(64) float start[2 * kPanelColumns] = {};
      if (bias.present()) {
        for (int64_t u = 0; u < at_once; ++u)
          std::copy_n(bias.as<float>() + layout.first(i + u), layout.count(i + u), start + u * kPanelColumns);
      }
      for (int64_t p = 0; p < layout.depth; p += kDepth) {
        if (at_once == 2) {
          twin_product(part(m, i, p, start), part(m, i + 1, p, start + kPanelColumns));
        } else {
          panel_product(part(m, i, p, start));
        }
        if (bias.present()) std::fill(start, std::end(start), 0.0F);
      }
      unit += at_once;
    }
  });
}

// Tiles of dw of kRows rows and one panel of columns are each summed by one thread.
void weight_gradient(ThreadPool& pool, const View& dy, const View& x, const View& dw) {
  const int64_t M = dy.shape[0], N = dw.shape[0], K = dw.shape[1];
  const PanelLayout layout{M, K};
  // Rows that are a multiple of 4 KiB apart fall on the same few lines of L1.
  const bool copy_dy = dy.strides[0] * sizeof(float) % 4096 == 0;
  const int64_t units = blocks(N, kRows) * layout.panels(), cost = M * kRows * kPanelColumns;
  const int64_t grain = std::max(kTask / (cost + 1) + 1, units / (4 * pool.threads()));
  pool.parallel_for(units, grain, [&](int64_t begin, int64_t end) {
    alignas(64) float dy_copy[kChunk * kRows], x_copy[kChunk * kPanelColumns];
    static constexpr float kZeros[kPanelColumns] = {};
    for (int64_t unit = begin; unit < end;) {
      const int64_t n = unit / layout.panels() * kRows, n_rows = std::min(kRows, N - n);
      const int64_t last = std::min(end, (unit / layout.panels() + 1) * layout.panels());
      for (int64_t m = 0; m < M; m += kChunk) {
        const int64_t depth = std::min(kChunk, M - m);
        const Block a(dy, m, depth, n, n_rows, n_rows, copy_dy, dy_copy);
        for (int64_t u = unit; u < last; ++u) {
          const int64_t i = u % layout.panels(), first = layout.first(i), columns = layout.count(i);
          const Block b(x, m, depth, first, columns, layout.width(i), columns < layout.width(i), x_copy);
          panel_product({.a = a.data,
                         .a_row = 1,
                         .a_step = a.stride,
                         .b = b.data,
                         .b_row = b.stride,
                         .start = kZeros,
                         .c = dw.as<float>() + n * dw.strides[0] + first,
                         .c_row = dw.strides[0],
                         .rows = n_rows,
                         .depth = depth,
                         .width = layout.width(i),
                         .columns = columns,
                         .add = true});
        }
      }
      unit = last;
    }
  });
}

}  // namespace undula::own
