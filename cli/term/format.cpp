#include "cli/term/format.h"

#include <charconv>
#include <cmath>
#include <cstdio>

namespace undula::cli {
namespace {

template <class... T>
std::string print(const char* pattern, T... values) {
  char buffer[96];
  std::snprintf(buffer, sizeof buffer, pattern, values...);
  return buffer;
}

}  // namespace

std::string grouped(int64_t value) {
  std::string text = std::to_string(value);
  const int64_t first = value < 0 ? 1 : 0;
  for (int64_t at = static_cast<int64_t>(text.size()) - 3; at > first; at -= 3)
    text.insert(static_cast<size_t>(at), ",");
  return text;
}

std::string fixed(double value, int digits) {
  return print("%.*f", digits, value);
}

std::string short_number(double value) {
  char buffer[32];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

std::string scaled(double value) {
  constexpr const char* kPrefixes[] = {"", " k", " M", " G", " T"};
  size_t prefix = 0;
  while (std::abs(value) >= 999.5 && prefix + 1 < std::size(kPrefixes)) {
    value /= 1000;
    ++prefix;
  }
  if (prefix == 0) return print(value == std::floor(value) ? "%.0f" : "%.1f", value);
  return print("%.3g%s", value, kPrefixes[prefix]);
}

std::string bytes_text(uint64_t bytes) {
  constexpr const char* kPrefixes[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  double value = static_cast<double>(bytes);
  size_t prefix = 0;
  while (value >= 1023.95 && prefix + 1 < std::size(kPrefixes)) {
    value /= 1024;
    ++prefix;
  }
  return print(prefix == 0 ? "%.0f %s" : "%.1f %s", value, kPrefixes[prefix]);
}

std::string duration(double seconds) {
  if (seconds < 59.95) return print("%.1f s", seconds);
  const auto whole = std::llround(seconds);
  if (whole < 3600) return print("%lld min %02lld s", whole / 60, whole % 60);
  return print("%lld h %02lld min", whole / 3600, whole / 60 % 60);
}

}  // namespace undula::cli
