#include "core/base/shape.h"

#include "core/base/error.h"

namespace undula {

void Shape::refuse(size_t axes) {
  throw Error(ErrorKind::kFailure, "[shape] too many axes; got " + std::to_string(axes) + ", want <= 5");
}

std::string Shape::text() const {
  std::string text = "(";
  for (int i = 0; i < rank_; ++i) text += (i ? ", " : "") + std::to_string(extents_[i]);
  return text + ")";
}

}  // namespace undula
