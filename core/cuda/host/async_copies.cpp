#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "core/cuda/host/block.h"

// copy_async: a copy is made when its thread waits for it, and not before: who reads too early reads NaN.
namespace undula::harness {

void expect_aligned(const void* at, size_t bytes, const Site& site) {
  if (reinterpret_cast<uintptr_t>(at) % bytes == 0) return;
  fail("an access of " + std::to_string(bytes) + " bytes at " + text_of(site) + " is not aligned");
}

void copy_async(void* to, const void* from, int bytes, bool read, const Site& site) {
  const auto aligned = [&](const void* at) {
    return reinterpret_cast<uintptr_t>(at) % static_cast<unsigned>(bytes) == 0;
  };
  if (!aligned(to) || (read && !aligned(from))) {
    fail("copy_async of " + std::to_string(bytes) + " bytes at " + text_of(site) + " is not aligned");
  }
  Thread& self = running();
  if (self.copy_count == self.copy_capacity) {
    self.copy_capacity = self.copy_capacity * 2 + 16;
    void* grown = std::realloc(self.copies, static_cast<size_t>(self.copy_capacity) * sizeof(PendingCopy));
    self.copies = static_cast<PendingCopy*>(grown);
  }
  self.copies[self.copy_count++] = {to, from, bytes, read, self.groups};
  std::memset(to, 0xFF, static_cast<size_t>(bytes));
  counting().copied_bytes += bytes;
}

void commit_copies() {
  ++running().groups;
  ++counting().copy_groups;
}

void wait_copies(int pending) {
  Thread& self = running();
  int kept = 0;
  for (int i = 0; i < self.copy_count; ++i) {
    const PendingCopy copy = self.copies[i];
    if (copy.group >= self.groups - pending) {
      self.copies[kept++] = copy;
    } else if (copy.read) {
      std::memcpy(copy.to, copy.from, static_cast<size_t>(copy.bytes));
    } else {
      std::memset(copy.to, 0, static_cast<size_t>(copy.bytes));
    }
  }
  self.copy_count = kept;
}

}  // namespace undula::harness
