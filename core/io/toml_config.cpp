#include "core/io/toml_config.h"

#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "core/base/error.h"
#include "core/io/json.h"
#include "core/io/open_error.h"

namespace undula {
namespace {

std::string place(const std::string& name, const toml::source_position& at) {
  return name + ", line " + std::to_string(at.line) + ", column " + std::to_string(at.column);
}

ConfigValue value_of(const toml::node& node, const std::string& name) {
  if (const auto* text = node.as_string()) return {text->get(), true};
  if (const auto* number = node.as_integer()) return {json_text(number->get()), false};
  if (const auto* flag = node.as_boolean()) return {flag->get() ? "true" : "false", false};
  std::ostringstream text;
  if (const auto* number = node.as_floating_point()) {
    text << *number;
  } else if (const auto* date = node.as_date()) {
    text << *date;
  } else if (const auto* time = node.as_time()) {
    text << *time;
  } else if (const auto* moment = node.as_date_time()) {
    text << *moment;
  } else {
    throw Error(ErrorKind::kUsage, "a list may hold only strings, numbers and true or false",
                place(name, node.source().begin), "write the values one after the other in one pair of brackets");
  }
  return {text.str(), false};
}

void flatten(const toml::table& table, const std::string& prefix, const std::string& name,
             std::vector<ConfigEntry>& entries) {
  for (const auto& [key, node] : table) {
    const std::string full = prefix + std::string(key.str());
    if (const auto* inner = node.as_table()) {
      flatten(*inner, full + ".", name, entries);
      continue;
    }
    const toml::source_position at = node.source().begin;
    ConfigEntry entry{full, {}, node.is_array(), static_cast<int>(at.line), static_cast<int>(at.column)};
    if (const auto* list = node.as_array()) {
      for (const toml::node& item : *list) entry.values.push_back(value_of(item, name));
    } else {
      entry.values.push_back(value_of(node, name));
    }
    entries.push_back(std::move(entry));
  }
}

std::string quoted(const std::string& text) {
  std::string escaped = json_text(text);  // TOML's basic strings escape as JSON does, DEL apart
  for (size_t at = 0; (at = escaped.find('\x7f', at)) != std::string::npos;) escaped.replace(at, 1, "\\u007f");
  return escaped;
}

std::string key_text(const std::string& key) {
  const bool bare = !key.empty() && key.find_first_not_of(
                                        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                        "0123456789_-") == std::string::npos;
  return bare ? key : quoted(key);
}

std::string line_of(const ConfigEntry& entry, const std::string& key) {
  std::string text = key_text(key) + " = ";
  if (entry.is_list) text += "[";
  for (size_t i = 0; i < entry.values.size(); ++i) {
    const ConfigValue& value = entry.values[i];
    text += (i ? ", " : "") + (value.quoted ? quoted(value.text) : value.text);
  }
  return text + (entry.is_list ? "]\n" : "\n");
}

}  // namespace

std::vector<ConfigEntry> read_toml(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  file.peek();  // a folder opens, but cannot be read
  if (!file.is_open() || file.bad()) throw open_error(path);
  std::ostringstream text;
  text << file.rdbuf();
  return parse_toml(text.str(), path);
}

std::vector<ConfigEntry> parse_toml(std::string_view text, const std::string& name) {
  std::vector<ConfigEntry> entries;
  try {
    flatten(toml::parse(text), "", name, entries);
  } catch (const toml::parse_error& error) {
    throw Error(ErrorKind::kUsage, std::string(error.description()), place(name, error.source().begin));
  }
  std::stable_sort(entries.begin(), entries.end(), [](const ConfigEntry& a, const ConfigEntry& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  return entries;
}

std::string toml_text(const std::vector<ConfigEntry>& entries) {
  std::string top;
  std::vector<std::pair<std::string, std::string>> tables;  // name and lines
  for (const ConfigEntry& entry : entries) {
    const size_t dot = entry.key.rfind('.');
    if (dot == std::string::npos) {
      top += line_of(entry, entry.key);
      continue;
    }
    const std::string name = entry.key.substr(0, dot);
    auto table = std::find_if(tables.begin(), tables.end(), [&](const auto& t) { return t.first == name; });
    if (table == tables.end()) table = tables.insert(table, {name, ""});
    table->second += line_of(entry, entry.key.substr(dot + 1));
  }
  for (const auto& [name, lines] : tables) top += (top.empty() ? "[" : "\n[") + name + "]\n" + lines;
  return top;
}

}  // namespace undula
