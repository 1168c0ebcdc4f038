#pragma once
#include <cstddef>
#include <utility>

#include "core/base/view.h"

namespace undula {

/// A move-only owner of zeroed host memory, 64-byte aligned; large blocks ask for huge pages.
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(size_t bytes);
  ~Buffer();
  Buffer(Buffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
  Buffer& operator=(Buffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  /// A buffer that holds exactly one contiguous view of this shape.
  static Buffer of(Shape shape, DType dtype) { return Buffer(static_cast<size_t>(shape.count()) * size_of(dtype)); }

  std::byte* data() const { return data_; }
  size_t bytes() const { return bytes_; }
  View view(Shape shape, DType dtype, size_t byte_offset = 0) const { return View(data_ + byte_offset, dtype, shape); }

 private:
  std::byte* data_ = nullptr;
  size_t bytes_ = 0;
};

}  // namespace undula
