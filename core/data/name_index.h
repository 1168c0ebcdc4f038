#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace undula {

/// Distinct names, numbered in order of first use.
class NameIndex {
 public:
  int32_t number_of(const std::string& name);
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, int32_t> numbers_;
};

/// Why a text cannot name a class: it is empty, or holds a tab, a line end or '='. Empty where it can.
std::string label_fault(const std::string& label);

/// The names of classes in order: as numbers where all are numbers, else as texts.
std::vector<std::string> sorted_classes(std::vector<std::string> names);

}  // namespace undula
