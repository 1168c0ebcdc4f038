#include "cli/options/parse.h"

#include <cstdlib>

#include "core/base/error.h"

namespace undula::cli {
namespace {

constexpr const char* kWhere = "command line";

std::string help_hint(const OptionSet& options) {
  return "undula " + options.verb() + " --help";
}

/// Reads one argument vector into an option set.
class ArgumentReader {
 public:
  ArgumentReader(OptionSet& options, const std::vector<std::string>& arguments)
      : options_(options), arguments_(arguments) {
    for (Option& option : options_.options())
      if (option.positional()) positionals_.push_back(&option);
  }

  void read() {
    while (next_ < arguments_.size()) {
      const std::string& argument = arguments_[next_++];
      if (argument == "--") {
        while (next_ < arguments_.size()) take_positional(arguments_[next_++]);
      } else if (argument.rfind("--", 0) == 0) {
        take_long(argument);
      } else if (argument.size() > 1 && argument[0] == '-') {
        take_short(argument);
      } else {
        take_positional(argument);
      }
    }
  }

 private:
  Option& known(const std::string& name) {
    Option* option = options_.find(name);
    if (option == nullptr || option->positional())
      throw Error(ErrorKind::kUsage, "unknown option '" + name + "'", kWhere, help_hint(options_));
    return *option;
  }

  void take_long(const std::string& argument) {
    const size_t equals = argument.find('=');
    Option& option = known(argument.substr(0, equals));
    if (equals != std::string::npos) {
      option.assign(argument.substr(equals + 1), OptionSource::kCommandLine, kWhere);
    } else {
      assign_next(option);
    }
  }

  void take_short(const std::string& argument) {
    for (size_t i = 1; i < argument.size(); ++i) {
      Option& option = known(std::string("-") + argument[i]);
      if (!option.is_switch() && i + 1 < argument.size()) {
        option.assign(argument.substr(i + 1), OptionSource::kCommandLine, kWhere);
        return;
      }
      assign_next(option);
    }
  }

  void assign_next(Option& option) {
    if (option.is_switch()) {
      option.assign("true", OptionSource::kCommandLine, kWhere);
      return;
    }
    if (next_ == arguments_.size() ||
        (arguments_[next_].size() > 1 && options_.find(arguments_[next_]) != nullptr && arguments_[next_][0] == '-'))
      throw Error(ErrorKind::kUsage, option.names().back() + " needs a value: " + option.placeholder(), kWhere,
                  help_hint(options_));
    option.assign(arguments_[next_++], OptionSource::kCommandLine, kWhere);
  }

  void take_positional(const std::string& argument) {
    if (position_ == positionals_.size())
      throw Error(ErrorKind::kUsage, "unexpected argument '" + argument + "'", kWhere, help_hint(options_));
    Option& option = *positionals_[position_];
    option.assign(argument, OptionSource::kCommandLine, kWhere);
    if (!option.takes_many()) ++position_;
  }

  OptionSet& options_;
  const std::vector<std::string>& arguments_;
  std::vector<Option*> positionals_;
  size_t next_ = 0, position_ = 0;
};

void apply_environment(OptionSet& options) {
  for (Option& option : options.options()) {
    if (option.environment().empty() || option.given()) continue;
    const char* value = std::getenv(option.environment().c_str());
    if (value != nullptr && *value != '\0')
      option.assign(value, OptionSource::kEnvironment, "environment variable " + option.environment());
  }
}

void check_required(const OptionSet& options) {
  for (const Option& option : options.options())
    if (option.positional() && option.required() && !option.given())
      throw Error(ErrorKind::kUsage, option.names().front() + " is missing: " + option.help(), kWhere,
                  help_hint(options));
}

}  // namespace

void parse_options(OptionSet& options, const std::vector<std::string>& arguments) {
  ArgumentReader(options, arguments).read();
  apply_environment(options);
  check_required(options);
}

}  // namespace undula::cli
