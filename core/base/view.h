#pragma once
#include <cassert>
#include <cstddef>
#include <string>

#include "core/base/device_memory.h"
#include "core/base/dtype.h"
#include "core/base/shape.h"

namespace undula {

/// A non-owning, possibly strided window on typed memory. The last axis is always contiguous (stride 1).
/// A default View is absent: ops use absent views for optional inputs and unwanted outputs.
struct View {
  std::byte* data = nullptr;
  DType dtype = DType::kF32;
  DeviceMemory* memory = nullptr;  ///< whose memory; null: the host's
  Shape shape;
  Shape strides;  ///< in elements, one per axis

  View() = default;
  /// A contiguous view.
  View(void* address, DType type, const Shape& extents, DeviceMemory* where = nullptr)
      : data(static_cast<std::byte*>(address)), dtype(type), memory(where), shape(extents), strides(extents) {
    int64_t step = 1;
    for (int i = shape.rank() - 1; i >= 0; --i) {
      strides[i] = step;
      step *= shape[i];
    }
  }

  Device device() const { return memory ? memory->device() : Device::kCpu; }
  bool present() const { return shape.rank() > 0; }
  int64_t count() const { return shape.count(); }
  size_t bytes() const { return static_cast<size_t>(count()) * size_of(dtype); }
  bool contiguous() const;

  /// Typed pointer to the first element. T must be the view's element type.
  template <class T>
  T* as() const {
    assert(DTypeOf<T>::value == dtype);
    return reinterpret_cast<T*>(data);
  }

  /// Positions [begin, end) of one axis.
  View slice(int axis, int64_t begin, int64_t end) const;
  /// Element i of the first axis, which is dropped.
  View row(int64_t i) const;
  /// The same elements under another shape; the view must be contiguous.
  View reshape(Shape to) const;
  /// (..., C) seen as (rows, C): all leading axes merged. They must be mergeable (a channel slice of a contiguous block
  /// is).
  View rows() const;
};

/// Sets every byte of a view, strided or not; nothing where it is absent.
void fill_bytes(const View& view, uint8_t byte);
inline void fill_zero(const View& view) {
  fill_bytes(view, 0);
}
/// Copies `from` to `to`, either on the host or on a device; shapes and element types must agree.
void copy(const View& from, const View& to);
/// Throws what is wrong with a view that check_view refuses.
[[noreturn]] void wrong_view(const View& view, const Shape& shape, DType dtype, const char* op, const char* name);
/// Throws unless `view` has exactly this shape and element type.
inline void check_view(const View& view, const Shape& shape, DType dtype, const char* op, const char* name) {
  if (!(view.present() && view.shape == shape && view.dtype == dtype && view.strides[-1] == 1))
    wrong_view(view, shape, dtype, op, name);
}

/// The same for a view that may hold fp32 or bfloat16 where `dtype` is one of them: numbers of a layer on a device.
inline void check_numbers(const View& view, const Shape& shape, DType dtype, const char* op, const char* name) {
  check_view(view, shape, state_type(view.dtype) == state_type(dtype) ? view.dtype : dtype, op, name);
}

}  // namespace undula
