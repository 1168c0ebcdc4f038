#pragma once
#include <cstddef>

// The memory of the host harness' device. It can be touched only while a window is open: during launches and the
// device's own copies. Host code that touches it at another time crashes.
namespace undula::harness {

/// Whole pages, filled with 0xFF. Throws Error when there is no memory.
void* allocate(size_t bytes);
void deallocate(void* memory);

/// Opens all device memory for a scope; scopes nest.
class MemoryWindow {
 public:
  MemoryWindow();
  ~MemoryWindow();
  MemoryWindow(const MemoryWindow&) = delete;
  MemoryWindow& operator=(const MemoryWindow&) = delete;
};

}  // namespace undula::harness
