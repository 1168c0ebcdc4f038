#pragma once
#include <cstdint>

#include "core/memory/context.h"

namespace undula {

/// Which positions of a (B, L, ...) block hold data, and whose they are.
struct Rows {
  View lengths;  ///< (B) i32: valid positions of each row, from its start; absent: all L. Zero is allowed.
  View resets;   ///< (B, L) u8: 1 where a packed record starts (state and tails are zeroed before it); absent: none.
  View records;  ///< (B) i32: identity of each row's record, the key of its random numbers; absent: the row number.
  int64_t first_position = 0;  ///< absolute position of column 0 within its record (chunks count on)

  int64_t length(int64_t row, int64_t full) const { return lengths.present() ? lengths.as<int32_t>()[row] : full; }
  bool reset(int64_t row, int64_t t) const {
    return resets.present() && resets.as<uint8_t>()[row * resets.strides[0] + t] != 0;
  }
};

/// The order in which a stateful pass walks each row. kReverse starts at the row's last valid position, and with resets
/// that position begins a record: an initial state or tail is not used there.
enum class Direction : uint8_t { kForward, kReverse };

/// Throws unless the views of `rows` fit a (B, L, ...) block. Reads no values.
void check_rows(const Rows& rows, int64_t B, int64_t L, const char* op);
/// Throws unless every length lies in [0, L]. Reads values: not while planning. Those that lie on a device were checked
/// before they went there.
void check_lengths(const Rows& rows, int64_t B, int64_t L, const char* op);

/// clipped (B) i32 = how many positions of each row lie in [begin, end), of those that `lengths` (B) i32 counts.
void clip_lengths(Context& ctx, const View& lengths, int64_t begin, int64_t end, const View& clipped);

}  // namespace undula
