#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/io/json.h"

namespace undula::cli {

/// A short report of named values: lines for people, an object for programs.
class ReportLines {
 public:
  /// `key` names the value in JSON; people see it with spaces for underscores. `text` is what they read.
  void add(const std::string& key, const std::string& text) { add(key, text, text); }
  void add(const std::string& key, const char* text) { add(key, std::string(text)); }
  /// A count.
  void add(const std::string& key, int64_t count);
  /// A value that programs read otherwise than people do.
  template <class T>
  void add(const std::string& key, const std::string& text, const T& value) {
    lines_.emplace_back(key, text);
    json_.add(key, value);
  }

  /// One line per value, values in one column.
  std::string text() const;
  const std::vector<std::pair<std::string, std::string>>& lines() const { return lines_; }
  const JsonObject& json() const { return json_; }

 private:
  std::vector<std::pair<std::string, std::string>> lines_;
  JsonObject json_;
};

}  // namespace undula::cli
