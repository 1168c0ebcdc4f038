#include "core/base/buffer.h"

#include <sys/mman.h>

#include <string>

#include "core/base/error.h"

namespace undula {

// Anonymous maps: already zero, page-aligned, returned to the system at once, and resident only where touched.
Buffer::Buffer(size_t bytes, std::shared_ptr<DeviceMemory> memory) : memory_(std::move(memory)), bytes_(bytes) {
  if (bytes == 0) return;
  if (memory_ != nullptr) {
    data_ = memory_->allocate(bytes);
    return;
  }
  void* block = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (block == MAP_FAILED) {
    throw Error(ErrorKind::kMissing, "not enough memory for a block of " + std::to_string(bytes >> 20) + " MiB", "",
                "a smaller --batch, or a smaller --preset");
  }
  constexpr size_t kHugePage = size_t{2} << 20;
  if (bytes >= 2 * kHugePage) madvise(block, bytes, MADV_HUGEPAGE);
  data_ = static_cast<std::byte*>(block);
}

Buffer::~Buffer() {
  if (data_ == nullptr) return;
  if (memory_ != nullptr) {
    memory_->release(data_, bytes_);
  } else {
    munmap(data_, bytes_);
  }
}

void Buffer::move_to(const std::shared_ptr<DeviceMemory>& memory) {
  if (memory == memory_) return;
  Buffer moved(bytes_, memory);
  const Shape all{static_cast<int64_t>(bytes_)};
  copy(view(all, DType::kU8), moved.view(all, DType::kU8));
  *this = std::move(moved);
}

View on_host(const View& view, Buffer& keep) {
  if (view.memory == nullptr) return view;
  keep = Buffer::of(view.shape, view.dtype);
  const View host = keep.view(view.shape, view.dtype);
  copy(view, host);
  return host;
}

}  // namespace undula
