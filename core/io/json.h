#pragma once
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace undula {

/// One JSON value as text. Floating-point numbers are the shortest digits that read back to the same value; those that
/// JSON cannot hold (NaN, infinities) become null. Strings must be UTF-8; control characters are escaped.
std::string json_text(std::string_view value);
std::string json_text(double value);
std::string json_text(float value);
std::string json_text(int64_t value);
std::string json_text(uint64_t value);
template <std::same_as<bool> T>
std::string json_text(T value) {
  return value ? "true" : "false";
}
template <std::integral T>
requires(!std::same_as<T, bool>) std::string json_text(T value) {
  if constexpr (std::signed_integral<T>) {
    return json_text(static_cast<int64_t>(value));
  } else {
    return json_text(static_cast<uint64_t>(value));
  }
}
inline std::string json_text(const char* value) {
  return json_text(std::string_view(value));
}

/// Text that is JSON already.
struct JsonText {
  std::string text;
};
inline std::string json_text(const JsonText& value) {
  return value.text;
}

/// A JSON array on one line, written value by value. A nested array or object is added like any other value.
class JsonArray {
 public:
  template <class T>
  JsonArray& add(const T& value) {
    if (!items_.empty()) items_ += ", ";
    items_ += json_text(value);
    return *this;
  }
  std::string text() const { return "[" + items_ + "]"; }

 private:
  std::string items_;
};

/// A JSON object on one line, keys in the order they are added: `JsonObject().add("step", 3).add("loss", 0.5).text()`.
class JsonObject {
 public:
  template <class T>
  JsonObject& add(std::string_view key, const T& value) {
    if (!members_.empty()) members_ += ", ";
    members_ += json_text(key) + ": " + json_text(value);
    return *this;
  }
  std::string text() const { return "{" + members_ + "}"; }

 private:
  std::string members_;
};

inline std::string json_text(const JsonArray& value) {
  return value.text();
}
inline std::string json_text(const JsonObject& value) {
  return value.text();
}

}  // namespace undula
