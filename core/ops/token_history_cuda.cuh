#pragma once
#include "core/ops/row_views_cuda.cuh"

// TokenHistory (core/ops/token_history.h) for kernels.
namespace undula::UNDULA_GPU {

inline constexpr int32_t kNotBegun = -1;

struct DeviceHistory {
  Matrix<const uint8_t> tokens;  ///< (B, L)
  Matrix<const int32_t> tail;    ///< (B, tail_length)
  int64_t L, tail_length;
  DeviceRows rows;

  UNDULA_DEVICE int64_t length(int64_t b) const { return rows.length(b, L); }
  UNDULA_DEVICE int32_t at(int64_t b, int64_t t) const {
    if (t >= 0) return tokens.row(b)[t];
    return tail.data ? tail.row(b)[tail_length + t] : kNotBegun;
  }
  /// The first of the n positions up to t that belongs to the record of t.
  UNDULA_DEVICE int64_t window_start(int64_t b, int64_t t, int64_t n) const {
    for (int64_t i = t; i > t - n && i >= 0; --i) {
      if (rows.reset(b, i)) return i;
    }
    return t - n + 1;
  }
};

inline DeviceHistory device_history(const View& tokens, const Rows& rows, const View& tail) {
  const bool has_tail = tail.present();
  return {{reinterpret_cast<const uint8_t*>(tokens.data), tokens.strides[0]},
          {reinterpret_cast<const int32_t*>(tail.data), has_tail ? tail.strides[0] : 0},
          tokens.shape[1],
          has_tail ? tail.shape[1] : 0,
          device_rows(rows)};
}

}  // namespace undula::UNDULA_GPU
