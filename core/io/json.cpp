#include "core/io/json.h"

#include <array>
#include <charconv>
#include <cmath>

namespace undula {
namespace {

template <class T>
std::string digits_of(T value) {
  std::array<char, 32> digits;
  return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr};
}

void append_escaped(std::string& text, char c) {
  constexpr char kDigits[] = "0123456789abcdef";
  switch (c) {
    case '"':
      text += "\\\"";
      return;
    case '\\':
      text += "\\\\";
      return;
    case '\n':
      text += "\\n";
      return;
    case '\t':
      text += "\\t";
      return;
    case '\r':
      text += "\\r";
      return;
    default:
      if (static_cast<unsigned char>(c) >= 0x20) {
        text += c;
      } else {
        text += "\\u00";
        text += kDigits[c >> 4];
        text += kDigits[c & 15];
      }
  }
}

}  // namespace

std::string json_text(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) append_escaped(text, c);
  return text + "\"";
}

std::string json_text(double value) {
  return std::isfinite(value) ? digits_of(value) : "null";
}
std::string json_text(float value) {
  return std::isfinite(value) ? digits_of(value) : "null";
}
std::string json_text(int64_t value) {
  return digits_of(value);
}
std::string json_text(uint64_t value) {
  return digits_of(value);
}

}  // namespace undula
