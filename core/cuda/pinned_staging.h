#pragma once
#include <cuda_runtime.h>

#include <cstddef>

namespace undula::cuda {

/// Pinned host memory that uploads pass through: two halves take turns, so that the host fills one while the card still
/// reads the other.
class PinnedStaging {
 public:
  explicit PinnedStaging(cudaStream_t stream);
  ~PinnedStaging();
  PinnedStaging(const PinnedStaging&) = delete;
  PinnedStaging& operator=(const PinnedStaging&) = delete;

  static constexpr size_t kHalf = size_t{8} << 20;
  /// Memory for up to kHalf bytes, which a copy on the stream, started before the next call, will read.
  std::byte* take(size_t bytes);

 private:
  struct Half {
    std::byte* data = nullptr;
    cudaEvent_t read = nullptr;
  };
  cudaStream_t stream_;
  Half halves_[2];
  int current_ = 0;
  size_t used_ = 0;
};

}  // namespace undula::cuda
