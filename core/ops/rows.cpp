#include "core/ops/rows.h"

#include <string>

#include "core/base/error.h"

namespace undula {

void check_rows(const Rows& rows, int64_t B, int64_t L, const char* op) {
  if (rows.lengths.present()) check_view(rows.lengths, {B}, DType::kI32, op, "lengths");
  if (rows.resets.present()) check_view(rows.resets, {B, L}, DType::kU8, op, "resets");
  if (rows.records.present()) check_view(rows.records, {B}, DType::kI32, op, "records");
}

void check_lengths(const Rows& rows, int64_t B, int64_t L, const char* op) {
  for (int64_t b = 0; b < B; ++b) {
    const int64_t length = rows.length(b, L);
    if (!(length >= 0 && length <= L))
      require(false, op,
              "length of row " + std::to_string(b) + "; got " + std::to_string(length) + ", want 0 to " +
                  std::to_string(L));
  }
}

}  // namespace undula
