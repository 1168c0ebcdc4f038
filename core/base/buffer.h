#pragma once
#include <cstddef>
#include <memory>
#include <utility>

#include "core/base/view.h"

namespace undula {

/// A move-only owner of zeroed memory, 64-byte aligned: of the host, where large blocks ask for huge pages, or of a
/// device.
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(size_t bytes, std::shared_ptr<DeviceMemory> memory = nullptr);
  ~Buffer();
  Buffer(Buffer&& other) noexcept
      : memory_(std::move(other.memory_)),
        data_(std::exchange(other.data_, nullptr)),
        bytes_(std::exchange(other.bytes_, 0)) {}
  Buffer& operator=(Buffer&& other) noexcept {
    std::swap(memory_, other.memory_);
    std::swap(data_, other.data_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  /// A buffer that holds exactly one contiguous view of this shape.
  static Buffer of(Shape shape, DType dtype, std::shared_ptr<DeviceMemory> memory = nullptr) {
    return Buffer(static_cast<size_t>(shape.count()) * size_of(dtype), std::move(memory));
  }

  /// Takes the content to memory of a device, or with null to the host's.
  void move_to(const std::shared_ptr<DeviceMemory>& memory);
  const std::shared_ptr<DeviceMemory>& memory() const { return memory_; }

  std::byte* data() const { return data_; }
  size_t bytes() const { return bytes_; }
  View view(Shape shape, DType dtype, size_t byte_offset = 0) const {
    return View(data_ + byte_offset, dtype, shape, memory_.get());
  }

 private:
  std::shared_ptr<DeviceMemory> memory_;  // null: the host's
  std::byte* data_ = nullptr;
  size_t bytes_ = 0;
};

/// A view of the same values in memory of the host: itself, or `keep`, which it is copied to.
View on_host(const View& view, Buffer& keep);

}  // namespace undula
