#pragma once
#include <cstdint>
#include <memory>

#include "core/base/view.h"

namespace undula {

class Context;

/// Who computes matrix products in fp32 (docs/decisions/matrix-products.md says why ours do).
enum class MatmulBackend {
  kOwn,     ///< our own kernels, the default
  kOneDnn,  ///< oneDNN where the build has it and it can follow the CPU target, else our own; weight gradients are ours
  kEigen,   ///< Eigen, the reference
};

/// Matrix products on the CPU: one of the back ends for fp32, Eigen's plain products for fp64. Called from one thread
/// at a time; threads of the context share the work.
///
/// Same bits: row m of a product depends only on row m of the left side, on the weights, on K and on the back end: not
/// on how many rows there are, where the row stands, or how many threads run. Nor do weight gradients depend on the
/// threads.
class Matmul {
 public:
  Matmul();
  ~Matmul();

  /// Before the first product, or between one plan and the next: copies are packed for one back end.
  void set_backend(MatmulBackend backend);

  /// y (M, N) = x (M, K) w (N, K)^T + bias (N); bias may be absent. Rows of x, w, y may be strided.
  /// `generation` names the content of w: a packed copy made at the same (address, generation) is reused, and packed
  /// again in place when the generation moves. 0: the copy lives in the arena for this call only.
  void product(Context& ctx, const View& x, const View& w, const View& bias, const View& y, uint64_t generation);
  /// dx (M, K) = dy (M, N) w (N, K).
  void product_input_gradient(Context& ctx, const View& dy, const View& w, const View& dx, uint64_t generation);
  /// dw (N, K) += dy (M, N)^T x (M, K), summed over m in a fixed order: chunks of rows, then the chunks' sums.
  void product_weight_gradient(Context& ctx, const View& dy, const View& x, const View& dw);

  /// Bytes of packed copies that are kept, those that were only planned included.
  size_t packed_bytes() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace undula
