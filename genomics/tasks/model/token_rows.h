#pragma once
#include <algorithm>
#include <span>
#include <vector>

#include "core/model/batch.h"

namespace undula {

/// Tokens side by side, padded.
struct TokenRows {
  TokenRows(int64_t rows, int64_t longest_row)
      : tokens(static_cast<size_t>(rows * longest_row), kPadding),
        lengths(static_cast<size_t>(rows)),
        longest(longest_row) {}
  void set(size_t row, std::span<const uint8_t> from) {
    std::copy(from.begin(), from.end(), tokens.begin() + static_cast<int64_t>(row) * longest);
    lengths[row] = static_cast<int32_t>(from.size());
  }
  View token_view() { return View(tokens.data(), DType::kU8, {static_cast<int64_t>(lengths.size()), longest}); }
  View length_view() { return View(lengths.data(), DType::kI32, {static_cast<int64_t>(lengths.size())}); }
  /// The rows as records that a model is run on.
  Batch batch() {
    Batch batch;
    batch.tokens = token_view();
    batch.rows.lengths = length_view();
    return batch;
  }

  static constexpr uint8_t kPadding = 255;
  std::vector<uint8_t> tokens;
  std::vector<int32_t> lengths;
  int64_t longest;
};

}  // namespace undula
