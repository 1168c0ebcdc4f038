#include "tests/core/cuda/vocabulary_kernels.cuh"

// Compiled only: without a card there is nothing to run it on.
namespace undula::cuda::trial {

void launch_on_card(const Queue& queue, const Sum& sums, const Lanes& results) {
  launch_all(queue, sums, results);
}

}  // namespace undula::cuda::trial
