#pragma once
#include <cstdint>

namespace undula {

/// Part of a record: 0-based, half-open.
struct Window {
  int64_t begin = 0;
  int64_t end = 0;

  int64_t length() const { return end - begin; }
  bool operator==(const Window&) const = default;
};

/// The windows in which a record is predicted: `size` long, one after the other from the start, the last one moved back
/// so that it ends with the record. Every base is covered. A shorter record is one window of its own length, an empty
/// record has none.
constexpr int64_t count_windows(int64_t length, int64_t size) {
  return (length + size - 1) / size;
}

/// Window i of count_windows(length, size).
constexpr Window window_at(int64_t length, int64_t size, int64_t i) {
  if (length <= size) return {0, length};
  const int64_t begin = (i + 1) * size <= length ? i * size : length - size;
  return {begin, begin + size};
}

}  // namespace undula
