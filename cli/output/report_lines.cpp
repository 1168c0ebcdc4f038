#include "cli/output/report_lines.h"

#include <algorithm>

#include "cli/term/format.h"

namespace undula::cli {

void ReportLines::add(const std::string& key, int64_t count) {
  add(key, grouped(count), count);
}

std::string ReportLines::text() const {
  size_t width = 0;
  for (const auto& [key, value] : lines_) width = std::max(width, key.size());
  std::string text;
  for (const auto& [key, value] : lines_) {
    std::string name = key;
    std::replace(name.begin(), name.end(), '_', ' ');
    name.resize(width + 2, ' ');
    text += name + value + "\n";
  }
  return text;
}

}  // namespace undula::cli
