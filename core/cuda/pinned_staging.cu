#include "core/cuda/cuda_error.h"
#include "core/cuda/pinned_staging.h"

namespace undula::cuda {

PinnedStaging::PinnedStaging(cudaStream_t stream) : stream_(stream) {
  for (Half& half : halves_) {
    void* data = nullptr;
    check(cudaMallocHost(&data, kHalf), "cudaMallocHost");
    half.data = static_cast<std::byte*>(data);
    check(cudaEventCreateWithFlags(&half.read, cudaEventDisableTiming), "cudaEventCreate");
  }
}

PinnedStaging::~PinnedStaging() {
  cudaStreamSynchronize(stream_);
  for (Half& half : halves_) {
    cudaEventDestroy(half.read);
    cudaFreeHost(half.data);
  }
}

std::byte* PinnedStaging::take(size_t bytes) {
  constexpr size_t kAlign = 256;
  if (used_ + bytes > kHalf) {
    check(cudaEventRecord(halves_[current_].read, stream_), "cudaEventRecord");
    current_ = 1 - current_;
    used_ = 0;
    check(cudaEventSynchronize(halves_[current_].read), "cudaEventSynchronize");
  }
  std::byte* data = halves_[current_].data + used_;
  used_ += (bytes + kAlign - 1) / kAlign * kAlign;
  return data;
}

}  // namespace undula::cuda
