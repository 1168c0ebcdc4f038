#pragma once
#include <functional>
#include <vector>

namespace undula {

/// Device work noted down instead of done: what a CUDA graph is on a card. The arguments of each piece are frozen.
struct Recording {
  std::vector<std::function<void()>> work;
  void replay() const {
    for (const auto& piece : work) piece();
  }
};

/// Where kernels are launched.
struct Queue {
  void* stream = nullptr;          ///< the card's cudaStream_t
  Recording* recording = nullptr;  ///< host harness: while set, launches are appended here and do not run
};

}  // namespace undula
