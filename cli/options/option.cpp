#include <algorithm>
#include <charconv>
#include <sstream>

#include "cli/options/option_set.h"
#include "core/base/error.h"

namespace undula::cli {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

/// The whole of `text` as a number; false where something is left over.
template <class T>
bool parse_number(const std::string& text, T& value) {
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

std::string number_text(double value) {
  char buffer[32];
  return std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

template <class T, class F>
std::string joined(const std::vector<T>& values, const std::string& separator, F&& text) {
  std::string out;
  for (const T& value : values) out += (out.empty() ? "" : separator) + text(value);
  return out;
}

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

/// The initial value as the help shows it; empty where there is nothing to show.
std::string initial_text(const OptionTarget& target) {
  return std::visit(
      Overloaded{[](bool*) { return std::string(); }, [](int64_t* value) { return std::to_string(*value); },
                 [](double* value) { return number_text(*value); }, [](std::string* value) { return *value; },
                 [](std::vector<std::string>*) { return std::string(); },
                 [](std::vector<int64_t>* values) {
                   return joined(*values, ",", [](int64_t value) { return std::to_string(value); });
                 }},
      target);
}

}  // namespace

Option::Option(std::string names, OptionTarget target, std::string placeholder, std::string help, std::string group)
    : names_(split(names, ',')),
      target_(target),
      placeholder_(std::move(placeholder)),
      help_(std::move(help)),
      group_(std::move(group)),
      default_(initial_text(target)) {}

Option& Option::env(const std::string& variable) {
  environment_ = variable;
  return *this;
}

Option& Option::choices(std::vector<std::string> allowed) {
  allowed_ = std::move(allowed);
  return *this;
}

Option& Option::range(double low, double high) {
  low_ = low;
  high_ = high;
  return *this;
}

Option& Option::default_text(const std::string& text) {
  default_ = text;
  return *this;
}

Option& Option::command_line_only() {
  in_files_ = false;
  return *this;
}

Option& Option::not_recorded() {
  recorded_ = false;
  return *this;
}

Option& Option::config_file(const std::string& name) {
  names_config_ = true;
  config_name_ = name;
  return command_line_only();
}

Option& Option::only_for(const std::string& domain) {
  domain_ = domain;
  return *this;
}

Option& Option::optional() {
  required_ = false;
  return *this;
}

std::string Option::key() const {
  std::string name = names_.back();
  name.erase(0, name.find_first_not_of('-'));
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name;
}

void Option::assign(const std::string& text, OptionSource source, const std::string& where, const std::string& hint) {
  const auto reject = [&](const std::string& expected) -> void {
    throw Error(ErrorKind::kUsage, "'" + text + "' is not a value of " + names_.back() + ": expected " + expected,
                where, hint);
  };
  const auto check = [&](double value) {
    if (!(value >= low_ && value <= high_))
      reject(high_ == std::numeric_limits<double>::infinity()
                 ? "at least " + number_text(low_)
                 : "from " + number_text(low_) + " to " + number_text(high_));
  };
  const auto integer = [&](const std::string& part) {
    int64_t value = 0;
    if (!parse_number(part, value)) reject("a whole number");
    check(static_cast<double>(value));
    return value;
  };
  if (!allowed_.empty() && std::find(allowed_.begin(), allowed_.end(), text) == allowed_.end())
    reject("one of " + joined(allowed_, ", ", [](const std::string& name) { return name; }));
  std::visit(Overloaded{[&](bool* value) {
                          if (text != "true" && text != "false") reject("true or false");
                          *value = text == "true";
                        },
                        [&](int64_t* value) { *value = integer(text); },
                        [&](double* value) {
                          double parsed = 0;
                          if (!parse_number(text, parsed)) reject("a number");
                          check(parsed);
                          *value = parsed;
                        },
                        [&](std::string* value) { *value = text; },
                        [&](std::vector<std::string>* values) {
                          if (source_ != source) values->clear();
                          values->push_back(text);
                        },
                        [&](std::vector<int64_t>* values) {
                          values->clear();
                          for (const std::string& part : split(text, ',')) values->push_back(integer(part));
                          if (values->empty()) reject("numbers separated by commas");
                        }},
             target_);
  source_ = source;
}

std::string Option::config_path() const {
  if (!names_config_ || !given()) return "";
  const std::string& path = *std::get<std::string*>(target_);
  return config_name_.empty() ? path : path + "/" + config_name_;
}

ConfigEntry Option::config_entry() const {
  ConfigEntry entry;
  entry.key = key();
  std::visit(Overloaded{[&](bool* value) { entry.values = {{*value ? "true" : "false"}}; },
                        [&](int64_t* value) { entry.values = {{std::to_string(*value)}}; },
                        [&](double* value) { entry.values = {{number_text(*value)}}; },
                        [&](std::string* value) {
                          entry.values = {{*value, true}};
                        },
                        [&](std::vector<std::string>* values) {
                          entry.is_list = true;
                          for (const std::string& value : *values) entry.values.push_back({value, true});
                        },
                        [&](std::vector<int64_t>* values) {
                          entry.is_list = true;
                          for (const int64_t value : *values) entry.values.push_back({std::to_string(value)});
                        }},
             target_);
  return entry;
}

}  // namespace undula::cli
