#include "cli/options/parse.h"

#include <cstdlib>

#include "cli/options/argument_reader.h"
#include "core/base/error.h"
#include "core/base/suggest.h"
#include "core/io/toml_config.h"

namespace undula::cli {
namespace {

void apply_environment(OptionSet& options) {
  for (Option& option : options.options()) {
    if (option.environment().empty() || option.given()) continue;
    const char* value = std::getenv(option.environment().c_str());
    if (value != nullptr && *value != '\0')
      option.assign(value, OptionSource::kEnvironment, "environment variable " + option.environment(),
                    help_hint(options));
  }
}

Option& option_of_key(OptionSet& options, const std::string& key, const std::string& where) {
  std::vector<std::string> keys;
  for (Option& option : options.options()) {
    if (!option.in_files()) continue;
    if (option.key() == key) return option;
    keys.push_back(option.key());
  }
  throw Error(ErrorKind::kUsage, "unknown key '" + key + "'" + did_you_mean(key, keys), where, help_hint(options));
}

/// Sets what the file gives and nothing stronger has set. A list of numbers is joined as the command line has it.
void apply_file(OptionSet& options, const std::string& path) {
  for (const ConfigEntry& entry : read_toml(path)) {
    const std::string where = path + ", line " + std::to_string(entry.line);
    Option& option = option_of_key(options, entry.key, where);
    if (option.source() > OptionSource::kFile) continue;
    std::string joined;
    for (const ConfigValue& value : entry.values) {
      if (option.takes_many()) option.assign(value.text, OptionSource::kFile, where, help_hint(options));
      joined += (joined.empty() ? "" : ",") + value.text;
    }
    if (!option.takes_many()) option.assign(joined, OptionSource::kFile, where, help_hint(options));
  }
}

void check_required(const OptionSet& options) {
  for (const Option& option : options.options())
    if (option.positional() && option.required() && !option.given())
      throw Error(ErrorKind::kUsage, option.names().front() + " is missing: " + option.help(), "command line",
                  help_hint(options));
}

}  // namespace

void parse_options(OptionSet& options, const std::vector<std::string>& arguments) {
  read_arguments(options, arguments);
  apply_environment(options);
  for (const Option& option : options.options())
    if (const std::string path = option.config_path(); !path.empty()) apply_file(options, path);
  check_required(options);
}

std::string help_hint(const OptionSet& options) {
  return options.command() + " --help";
}

std::string did_you_mean(const std::string& name, const std::vector<std::string>& known) {
  const std::string near = closest(name, known);
  return near.empty() ? "" : "; did you mean '" + near + "'?";
}

}  // namespace undula::cli
