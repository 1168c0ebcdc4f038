#pragma once
#include <cstdint>
#include <string>

namespace undula::cli {

/// 1234567 -> "1,234,567".
std::string grouped(int64_t value);
/// A fixed number of digits after the point: fixed(0.98765, 1) -> "1.0".
std::string fixed(double value, int digits);
/// As few digits as read back to the same number: 0.004 -> "0.004".
std::string short_number(double value);
/// A rate or a count with a decimal prefix: 1234567 -> "1.23 M", 950 -> "950".
std::string scaled(double value);
/// A size with a binary prefix: 123456789 -> "117.7 MiB".
std::string bytes_text(uint64_t bytes);
/// A time as people say it: "4.2 s", "1 min 05 s", "2 h 03 min".
std::string duration(double seconds);

}  // namespace undula::cli
