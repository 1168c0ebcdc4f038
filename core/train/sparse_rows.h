#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace undula {

/// Rows of numbers, few of them not zero. Rows of counts hold the square roots of the counts, scaled to Euclidean norm
/// 1, so that long and short sequences compare and frequent features do not drown the others.
class SparseRows {
 public:
  struct Row {
    std::span<const uint16_t> columns;
    std::span<const float> values;
  };

  /// `columns`: at most 65,536.
  explicit SparseRows(int64_t columns) : counts_(static_cast<size_t>(columns)) {}

  /// One more occurrence in the open row.
  void count(uint16_t column) {
    if (counts_[column]++ == 0) columns_.push_back(column);
  }
  /// Ends the open row; it may be empty.
  void close_row();

  /// A row of numbers as they are, one for each column. Not while a row of counts is open.
  void add_row(std::span<const float> values);

  int64_t rows() const { return static_cast<int64_t>(starts_.size()) - 1; }
  int64_t columns() const { return static_cast<int64_t>(counts_.size()); }
  Row row(int64_t i) const {
    const auto begin = static_cast<size_t>(starts_[i]), size = static_cast<size_t>(starts_[i + 1]) - begin;
    return {std::span(columns_).subspan(begin, size), std::span(values_).subspan(begin, size)};
  }

 private:
  std::vector<uint32_t> counts_;  // of the open row
  std::vector<int64_t> starts_{0};
  std::vector<uint16_t> columns_;  // in order of first occurrence
  std::vector<float> values_;
};

}  // namespace undula
