#pragma once
#include "core/ops/rows.h"
#include "core/ops/track.h"

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

  /// The row of a (B, L, ...) fp32 view from `channel` on, for kernels. Absent view: null.
  cpu::Track track(const View& view, int64_t channel) const {
    if (!view.present()) return {};
    const int64_t step = view.strides[1], first = length > 0 ? position(0) : 0;
    return {view.as<float>() + row * view.strides[0] + first * step + channel, reverse ? -step : step};
  }

  /// The same as `starts_record`, for kernels.
  cpu::RecordStarts starts() const {
    if (!rows.resets.present()) return {};
    const uint8_t* marks = rows.resets.as<uint8_t>() + row * rows.resets.strides[0];
    return {reverse ? marks + length : marks, reverse ? -1 : 1, reverse};
  }

  const Rows& rows;
  int64_t row, length;
  bool reverse;
};

}  // namespace undula
