#pragma once
#include <cstddef>
#include <cstdint>

#include "core/base/dtype.h"

namespace undula {

/// Memory that the host cannot reach by address: that of a GPU, or what stands for it in tests. Everything is done in
/// order with the kernels that were launched before.
class DeviceMemory {
 public:
  virtual ~DeviceMemory() = default;

  virtual Device device() const = 0;
  /// Zeroed memory, aligned to 256 bytes. Throws kMissing where there is not enough.
  virtual std::byte* allocate(size_t bytes) = 0;
  virtual void release(std::byte* memory, size_t bytes) noexcept = 0;

  /// `count` runs of `bytes` bytes that start `stride` bytes from each other.
  struct Runs {
    std::byte* data;
    size_t stride;
  };
  /// Host to device: `from` has been read when this returns.
  virtual void upload(Runs from, Runs to, size_t bytes, size_t count) = 0;
  /// Device to host: complete when this returns, and with it all that was asked for before.
  virtual void download(Runs from, Runs to, size_t bytes, size_t count) = 0;
  /// From one place of the device to another; they do not overlap.
  virtual void copy(Runs from, Runs to, size_t bytes, size_t count) = 0;
  /// Sets every byte of the runs.
  virtual void fill(Runs to, uint8_t byte, size_t bytes, size_t count) = 0;
};

}  // namespace undula
