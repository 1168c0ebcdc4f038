#pragma once
#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>

namespace undula {

/// Up to five extents, outermost first. An inline value; offsets and counts are 64-bit everywhere.
class Shape {
 public:
  static constexpr int kMaxRank = 5;

  Shape() = default;
  Shape(std::initializer_list<int64_t> extents) {
    if (extents.size() > kMaxRank) refuse(extents.size());
    for (const int64_t extent : extents) extents_[static_cast<size_t>(rank_++)] = extent;
  }

  int rank() const { return rank_; }
  /// Extent of axis i; negative i counts from the end.
  int64_t operator[](int i) const { return extents_[i < 0 ? i + rank_ : i]; }
  int64_t& operator[](int i) { return extents_[i < 0 ? i + rank_ : i]; }
  /// Product of the extents; 1 for rank 0.
  int64_t count() const {
    int64_t n = 1;
    for (int i = 0; i < rank_; ++i) n *= extents_[static_cast<size_t>(i)];
    return n;
  }
  std::string text() const;

  bool operator==(const Shape& other) const {
    int64_t difference = rank_ ^ other.rank_;  // extents beyond the rank are zero
    for (size_t i = 0; i < kMaxRank; ++i) difference |= extents_[i] ^ other.extents_[i];
    return difference == 0;
  }

 private:
  [[noreturn]] static void refuse(size_t axes);

  std::array<int64_t, kMaxRank> extents_{};
  int rank_ = 0;
};

}  // namespace undula
