#pragma once
#include <cstdint>
#include <memory>

#include "core/base/threads.h"
#include "core/base/view.h"

namespace undula {

/// Matrix products on the CPU, one interface over oneDNN, Eigen and our own kernels. fp32 and fp64 (fp64: Eigen).
///
/// Same bits: row m of a product depends only on row m of the left side, on the weights and on K: not on how many rows
/// there are, where the row stands, or how many threads run.
class Matmul {
 public:
  Matmul();
  ~Matmul();

  /// y (M, N) = x (M, K) w (N, K)^T + bias (N); bias may be absent. Rows of x, w, y may be strided.
  /// `generation` is the state of the weights: a packed copy of w made at the same (address, generation) is reused;
  /// 0 means "do not keep a copy". With `planning`, only records the packed bytes that w will need.
  void product(ThreadPool& pool, const View& x, const View& w, const View& bias, const View& y, uint64_t generation,
               bool planning);
  /// dx (M, K) = dy (M, N) w (N, K).
  void product_input_gradient(ThreadPool& pool, const View& dy, const View& w, const View& dx, uint64_t generation,
                              bool planning);
  /// dw (N, K) += dy (M, N)^T x (M, K), summed over m in a fixed order.
  void product_weight_gradient(ThreadPool& pool, const View& dy, const View& x, const View& dw, bool planning);

  /// Bytes of packed copies that are kept (planned or made).
  size_t packed_bytes() const;
  /// The library in use: "onednn" or "eigen".
  static const char* backend();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace undula
