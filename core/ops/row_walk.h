#pragma once
#include "core/ops/rows.h"

namespace undula {

/// The order in which a stateful pass visits the valid positions of one row: step 0, 1, ... length - 1.
struct RowWalk {
  RowWalk(const Rows& of, Direction direction, int64_t b, int64_t full)
      : rows(of), row(b), length(of.length(b, full)), reverse(direction == Direction::kReverse) {}

  int64_t position(int64_t step) const { return reverse ? length - 1 - step : step; }

  /// True where the state is zeroed before this step. Walking down, a record begins with its last position: the one
  /// before the next record's start, or the row's last.
  bool starts_record(int64_t step) const {
    if (!rows.resets.present()) return false;
    if (!reverse) return rows.reset(row, step);
    return step == 0 || rows.reset(row, length - step);
  }

  const Rows& rows;
  int64_t row, length;
  bool reverse;
};

}  // namespace undula
