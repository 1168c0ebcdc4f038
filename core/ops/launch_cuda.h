#pragma once
#include <algorithm>
#include <initializer_list>

#include "core/cuda/ops.h"
#include "core/ops/row_views_cuda.cuh"

// What launch code makes of views.
namespace undula::UNDULA_GPU {

inline constexpr int kThreads = 128;

inline int64_t blocks_of(int64_t count, int64_t each) {
  return (count + each - 1) / each;
}

/// Calls f(T()) with the type of an activation's elements: float or Bf16.
template <class F>
void dispatch_storage(DType dtype, F&& f) {
  if (dtype == DType::kBF16) {
    f(Bf16());
  } else {
    f(float());
  }
}

template <class T>
T* data_of(const View& view) {
  return reinterpret_cast<T*>(view.data);
}

template <class T>
Matrix<T> matrix(const View& view) {
  return view.present() ? Matrix<T>{data_of<T>(view), view.strides[0]} : Matrix<T>{nullptr, 0};
}

template <class T>
Block<T> block(const View& view) {
  return view.present() ? Block<T>{data_of<T>(view), view.strides[0], view.strides[1]} : Block<T>{nullptr, 0, 0};
}

/// Whether all that is present lies at multiples of four elements.
inline bool aligned(std::initializer_list<View> views) {
  for (const View& view : views) {
    if (!view.present()) continue;
    if (reinterpret_cast<uintptr_t>(view.data) % (kItems * size_of(view.dtype)) != 0) return false;
    for (int axis = 0; axis + 1 < view.shape.rank(); ++axis) {
      if (view.strides[axis] % kItems != 0) return false;
    }
  }
  return true;
}

/// Tiles of kThreads threads over (rows, columns) of `views`.
inline Tiles tiles(int64_t rows, int64_t columns, std::initializer_list<View> views) {
  int shift = 0;
  while ((kItems << shift) < columns && (1 << shift) < kThreads) ++shift;
  return {rows, columns, shift, aligned(views)};
}

inline Grid grid(const Tiles& tiles) {
  return {blocks_of(tiles.rows, kThreads >> tiles.shift), blocks_of(tiles.columns, int64_t{kItems} << tiles.shift), 1};
}

}  // namespace undula::UNDULA_GPU
