#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace undula {

/// A value of a configuration: the text as the command line would give it, and whether TOML writes it in quotes
/// (strings) or bare (numbers, true, false, dates).
struct ConfigValue {
  std::string text;
  bool quoted = false;

  bool operator==(const ConfigValue&) const = default;
};

/// One key of a configuration file. Tables are flattened: `lr` below `[train]` is "train.lr".
struct ConfigEntry {
  std::string key;
  std::vector<ConfigValue> values;  ///< exactly one unless is_list
  bool is_list = false;
  int line = 0, column = 0;  ///< where the value stands in the file, from 1; 0 for entries made in memory
};

/// Reads a TOML file, entries in file order. kMissing when it cannot be read; kUsage with file, line and column for
/// syntax errors and for lists of lists or of tables.
std::vector<ConfigEntry> read_toml(const std::string& path);

/// The same from text; `name` stands for the file in messages.
std::vector<ConfigEntry> parse_toml(std::string_view text, const std::string& name);

/// The canonical TOML text of entries: keys without a table first, then one `[table]` after the other, each in the
/// order given. Reads back to equal keys and values.
std::string toml_text(const std::vector<ConfigEntry>& entries);

}  // namespace undula
