#pragma once
#include <algorithm>

#include "core/ops/rows.h"

namespace undula {

/// The tokens of one row as a causal window sees them. Position t >= 0 lies in the block, t < 0 in the carried tail,
/// whose last entry is position -1.
class TokenHistory {
 public:
  static constexpr int32_t kNotBegun = -1;

  /// tokens (B, L) u8; tail (B, n) i32, oldest first, kNotBegun where the record had not begun, or absent.
  TokenHistory(const View& tokens, const Rows& rows, const View& tail, int64_t b)
      : tokens_(tokens.as<uint8_t>() + b * tokens.strides[0]),
        tail_end_(tail.present() ? tail.as<int32_t>() + b * tail.strides[0] + tail.shape[1] : nullptr),
        rows_(rows),
        row_(b),
        length_(rows.length(b, tokens.shape[1])) {}

  int64_t length() const { return length_; }
  bool starts_record(int64_t t) const { return rows_.reset(row_, t); }
  int32_t at(int64_t t) const { return t >= 0 ? tokens_[t] : tail_end_ ? tail_end_[t] : kNotBegun; }

  /// The first of the n positions up to t that belongs to the record of t, as far as the marks of the block tell.
  int64_t window_start(int64_t t, int64_t n) const {
    for (int64_t i = t; i >= std::max<int64_t>(t - n + 1, 0); --i) {
      if (starts_record(i)) return i;
    }
    return t - n + 1;
  }

 private:
  const uint8_t* tokens_;
  const int32_t* tail_end_;
  const Rows& rows_;
  int64_t row_, length_;
};

/// Writes tail_out (B, n): the last n tokens up to each row's last valid position, kNotBegun before their record's
/// start. A row of no length passes its tail on. tail_out may be tail_in; absent: nothing is written.
void write_tail(const View& tokens, const Rows& rows, const View& tail_in, const View& tail_out);

}  // namespace undula
