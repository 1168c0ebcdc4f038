#include "core/cuda/host/device_memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <map>
#include <mutex>

#include "core/base/error.h"
#include "core/cuda/host/sanitizers.h"

namespace undula::harness {
namespace {

struct Memory {
  std::mutex mutex;
  std::map<void*, size_t> regions;  ///< whole pages
  int windows = 0;

  void protect(int access) {
    for (const auto& [address, bytes] : regions) mprotect(address, bytes, access);
  }
};

Memory& memory() {
  static Memory all;
  return all;
}

}  // namespace

void* allocate(size_t bytes) {
  const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  const size_t whole = (bytes + page) / page * page;
  void* address = mmap(nullptr, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (address == MAP_FAILED) {
    throw Error(ErrorKind::kFailure, "[simt] no memory for " + std::to_string(bytes) + " bytes");
  }
  std::memset(address, 0xFF, bytes);
  poison(static_cast<std::byte*>(address) + bytes, whole - bytes);
  const std::lock_guard lock(memory().mutex);
  memory().regions[address] = whole;
  if (memory().windows == 0) mprotect(address, whole, PROT_NONE);
  return address;
}

void deallocate(void* address) {
  if (!address) return;
  const std::lock_guard lock(memory().mutex);
  const auto region = memory().regions.find(address);
  unpoison(address, region->second);
  munmap(address, region->second);
  memory().regions.erase(region);
}

MemoryWindow::MemoryWindow() {
  const std::lock_guard lock(memory().mutex);
  if (memory().windows++ == 0) memory().protect(PROT_READ | PROT_WRITE);
}

MemoryWindow::~MemoryWindow() {
  const std::lock_guard lock(memory().mutex);
  if (--memory().windows == 0) memory().protect(PROT_NONE);
}

}  // namespace undula::harness
