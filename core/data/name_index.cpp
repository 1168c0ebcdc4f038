#include "core/data/name_index.h"

#include <algorithm>

namespace undula {

int32_t NameIndex::number_of(const std::string& name) {
  const auto [entry, fresh] = numbers_.try_emplace(name, static_cast<int32_t>(names_.size()));
  if (fresh) names_.push_back(name);
  return entry->second;
}

std::string label_fault(const std::string& label) {
  if (label.empty()) return "an empty label";
  if (label.find_first_of("\t\r\n=") == std::string::npos) return "";
  return "the label '" + label + "' holds a tab, a line end or '='";
}

std::vector<std::string> sorted_classes(std::vector<std::string> names) {
  const bool numbers = std::all_of(names.begin(), names.end(), [](const std::string& name) {
    return name.size() < 19 && name.find_first_not_of("0123456789") == std::string::npos;
  });
  std::sort(names.begin(), names.end(), [numbers](const std::string& a, const std::string& b) {
    return numbers && std::stoll(a) != std::stoll(b) ? std::stoll(a) < std::stoll(b) : a < b;
  });
  return names;
}

}  // namespace undula
