#include "core/train/sparse_rows.h"

#include <cmath>

namespace undula {

void SparseRows::close_row() {
  double total = 0;  // of the counts, which are the squares of the values
  for (size_t j = values_.size(); j < columns_.size(); ++j) total += counts_[columns_[j]];
  for (size_t j = values_.size(); j < columns_.size(); ++j) {
    uint32_t& count = counts_[columns_[j]];
    values_.push_back(static_cast<float>(std::sqrt(count / total)));
    count = 0;
  }
  starts_.push_back(static_cast<int64_t>(columns_.size()));
}

void SparseRows::add_row(std::span<const float> values) {
  for (size_t column = 0; column < values.size(); ++column) {
    if (values[column] == 0) continue;
    columns_.push_back(static_cast<uint16_t>(column));
    values_.push_back(values[column]);
  }
  starts_.push_back(static_cast<int64_t>(columns_.size()));
}

}  // namespace undula
