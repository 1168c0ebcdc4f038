#include "cli/options/argument_reader.h"

#include "cli/options/parse.h"
#include "core/base/error.h"

namespace undula::cli {
namespace {

constexpr const char* kWhere = "command line";

}  // namespace

ArgumentReader::ArgumentReader(OptionSet& options, const std::vector<std::string>& arguments)
    : options_(options), arguments_(arguments) {
  for (Option& option : options_.options())
    if (option.positional()) positionals_.push_back(&option);
}

void ArgumentReader::read() {
  while (next_ < arguments_.size()) {
    const std::string& argument = arguments_[next_++];
    if (argument == "--") {
      while (next_ < arguments_.size()) take_positional(arguments_[next_++]);
    } else if (argument.starts_with("--")) {
      take_long(argument);
    } else if (argument.size() > 1 && argument[0] == '-') {
      take_short(argument);
    } else {
      take_positional(argument);
    }
  }
}

Option& ArgumentReader::known(const std::string& name) {
  if (Option* option = options_.find(name)) return *option;
  std::vector<std::string> spellings = {"--help"};
  for (const Option& option : options_.options())
    if (!option.positional()) spellings.push_back(option.names().back());
  throw Error(ErrorKind::kUsage, "unknown option '" + name + "'" + did_you_mean(name, spellings), kWhere,
              help_hint(options_));
}

void ArgumentReader::assign(Option& option, const std::string& text) {
  option.assign(text, OptionSource::kCommandLine, kWhere, help_hint(options_));
}

void ArgumentReader::assign_next(Option& option) {
  if (option.is_switch()) {
    assign(option, "true");
  } else if (next_ == arguments_.size() || options_.find(arguments_[next_]) != nullptr) {
    throw Error(ErrorKind::kUsage, option.names().back() + " needs a value: " + option.placeholder(), kWhere,
                help_hint(options_));
  } else {
    assign(option, arguments_[next_++]);
  }
}

void ArgumentReader::take_long(const std::string& argument) {
  const size_t equals = argument.find('=');
  Option& option = known(argument.substr(0, equals));
  if (equals == std::string::npos) {
    assign_next(option);
  } else {
    assign(option, argument.substr(equals + 1));
  }
}

void ArgumentReader::take_short(const std::string& argument) {
  for (size_t i = 1; i < argument.size(); ++i) {
    Option& option = known(std::string("-") + argument[i]);
    if (!option.is_switch() && i + 1 < argument.size()) {
      assign(option, argument.substr(i + 1));
      return;
    }
    assign_next(option);
  }
}

void ArgumentReader::take_positional(const std::string& argument) {
  if (position_ == positionals_.size())
    throw Error(ErrorKind::kUsage, "unexpected argument '" + argument + "'", kWhere, help_hint(options_));
  Option& option = *positionals_[position_];
  assign(option, argument);
  if (!option.takes_many()) ++position_;
}

}  // namespace undula::cli
