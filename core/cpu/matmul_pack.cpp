#include "core/cpu/matmul_pack.h"

#include <algorithm>

#include "core/cpu/matmul_kernel.h"

namespace undula {
namespace {

constexpr int64_t kPiece = 16384;  // floats that are worth a task

int64_t rounded(int64_t columns) {
  return (columns + kPanelStep - 1) / kPanelStep * kPanelStep;
}

/// Calls pack(panel) for every panel, shared between threads.
template <class F>
void for_each_panel(ThreadPool& pool, const PanelLayout& layout, F&& pack) {
  const int64_t grain = kPiece / (layout.depth * kPanelColumns + 1) + 1;
  pool.parallel_for(layout.panels(), grain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) pack(i);
  });
}

}  // namespace

int64_t PanelLayout::panels() const {
  return (columns + kPanelColumns - 1) / kPanelColumns;
}
int64_t PanelLayout::first(int64_t i) const {
  return i * kPanelColumns;
}
int64_t PanelLayout::count(int64_t i) const {
  return std::min(kPanelColumns, columns - first(i));
}
int64_t PanelLayout::width(int64_t i) const {
  return rounded(count(i));
}
int64_t PanelLayout::size() const {
  return rounded(columns) * depth;
}

void pack_transposed(ThreadPool& pool, const View& w, float* packed) {
  const PanelLayout layout{w.shape[1], w.shape[0]};
  for_each_panel(pool, layout, [&](int64_t i) {
    const int64_t width = layout.width(i), count = layout.count(i);
    float* panel = packed + layout.offset(i);
    constexpr int64_t kBlock = 16;  // elements of a row at a time, so that lines of the panel are filled while cached
    for (int64_t block = 0; block < layout.depth; block += kBlock) {
      const int64_t end = std::min(layout.depth, block + kBlock);
      for (int64_t j = 0; j < width; ++j) {
        const float* row = w.as<float>() + (layout.first(i) + j) * w.strides[0];
        for (int64_t p = block; p < end; ++p) panel[p * width + j] = j < count ? row[p] : 0.0F;
      }
    }
  });
}

void pack_plain(ThreadPool& pool, const View& w, float* packed) {
  const PanelLayout layout{w.shape[0], w.shape[1]};
  for_each_panel(pool, layout, [&](int64_t i) {
    const int64_t width = layout.width(i), count = layout.count(i);
    for (int64_t p = 0; p < layout.depth; ++p) {
      const float* row = w.as<float>() + p * w.strides[0] + layout.first(i);
      float* to = packed + layout.offset(i) + p * width;
      std::copy_n(row, count, to);
      std::fill(to + count, to + width, 0.0F);
    }
  });
}

}  // namespace undula
