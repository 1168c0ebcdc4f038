#include "cli/options/option_set.h"

#include <algorithm>

namespace undula::cli {

Option& OptionSet::add(const std::string& names, OptionTarget target, const std::string& placeholder,
                       const std::string& help) {
  return options_.emplace_back(names, target, placeholder, help, group_).only_for(domain_);
}

Option& OptionSet::add_switch(const std::string& names, bool* target, const std::string& help) {
  return options_.emplace_back(names, target, "", help, group_).only_for(domain_);
}

Option& OptionSet::add_positional(const std::string& name, OptionTarget target, const std::string& help) {
  return options_.emplace_back(name, target, name, help, "");
}

Option* OptionSet::find(const std::string& name) {
  for (Option& option : options_) {
    const auto& names = option.names();
    if (std::find(names.begin(), names.end(), name) != names.end()) return &option;
  }
  return nullptr;
}

std::vector<ConfigEntry> OptionSet::resolved() const {
  std::vector<ConfigEntry> entries;
  for (const Option& option : options_) {
    if (!option.recorded()) continue;
    ConfigEntry entry = option.config_entry();
    if (!entry.values.empty() && !entry.values.front().text.empty()) entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace undula::cli
