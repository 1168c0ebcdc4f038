#include "core/base/shape.h"

#include "core/base/error.h"

namespace undula {

Shape::Shape(std::initializer_list<int64_t> extents) {
  require(extents.size() <= kMaxRank, "shape", "too many axes; got " + std::to_string(extents.size()) + ", want <= 5");
  for (int64_t extent : extents) extents_[rank_++] = extent;
}

int64_t Shape::count() const {
  int64_t n = 1;
  for (int i = 0; i < rank_; ++i) n *= extents_[i];
  return n;
}

std::string Shape::text() const {
  std::string text = "(";
  for (int i = 0; i < rank_; ++i) text += (i ? ", " : "") + std::to_string(extents_[i]);
  return text + ")";
}

bool Shape::operator==(const Shape& other) const {
  if (rank_ != other.rank_) return false;
  for (int i = 0; i < rank_; ++i) {
    if (extents_[i] != other.extents_[i]) return false;
  }
  return true;
}

}  // namespace undula
