#include "cli/options/argument_reader.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "cli/options/parse.h"
#include "core/base/error.h"

namespace undula::cli {
namespace {

constexpr const char* kWhere = "command line";
constexpr int kMany = 1 << 20;

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ",") + name;
  return text;
}

/// The twin of an option in CLI11's terms; CLI11 keeps its texts, which are parsed by Option::assign.
CLI::Option* declare(CLI::App& app, const Option& option) {
  if (option.is_switch())
    return app.add_flag(joined(option.names()))->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  CLI::Option* twin = app.add_option(joined(option.names()), [](const CLI::results_t&) { return true; });
  if (option.positional())
    return twin->expected(1, option.takes_many() ? kMany : 1)->allow_extra_args(option.takes_many());
  twin->expected(1)->allow_extra_args(false);
  return twin->multi_option_policy(option.takes_many() ? CLI::MultiOptionPolicy::TakeAll
                                                       : CLI::MultiOptionPolicy::TakeLast);
}

[[noreturn]] void refuse(const OptionSet& options, const std::string& what) {
  throw Error(ErrorKind::kUsage, what, kWhere, help_hint(options));
}

[[noreturn]] void refuse_without_value(const OptionSet& options, const Option& option) {
  refuse(options, option.names().back() + " needs a value: " + option.placeholder());
}

/// What CLI11 could not place: an unknown option, or an argument too many.
void refuse_rest(const OptionSet& options, std::vector<std::string> rest) {
  std::erase(rest, "--");  // CLI11 counts it among what it could not place
  if (rest.empty()) return;
  for (const std::string& argument : rest) {
    if (argument.size() < 2 || argument[0] != '-') continue;
    const std::string name = argument.substr(0, argument[1] == '-' ? argument.find('=') : 2);
    std::vector<std::string> spellings = {"--help"};
    for (const Option& option : options.options()) {
      if (!option.positional()) spellings.push_back(option.names().back());
    }
    refuse(options, "unknown option '" + name + "'" + did_you_mean(name, spellings));
  }
  refuse(options, "unexpected argument '" + rest.front() + "'");
}

}  // namespace

void read_arguments(OptionSet& options, const std::vector<std::string>& arguments) {
  CLI::App app;
  app.set_help_flag("");
  app.allow_extras();
  std::vector<std::pair<Option*, CLI::Option*>> twins;
  for (Option& option : options.options()) twins.emplace_back(&option, declare(app, option));
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ArgumentMismatch& mismatch) {
    // Its text starts with the name of the option that lacks a value.
    const std::string text = mismatch.what();
    for (const auto& [option, twin] : twins) {
      if (text.rfind(twin->get_name(), 0) == 0) refuse_without_value(options, *option);
    }
    refuse(options, text);
  } catch (const CLI::Error& error) {
    refuse(options, error.what());
  }
  refuse_rest(options, app.remaining());
  for (const auto& [option, twin] : twins) {
    for (const std::string& text : twin->reduced_results()) {
      // CLI11 takes the next argument for the value, be it an option.
      if (!option->positional() && options.find(text) != nullptr) refuse_without_value(options, *option);
      option->assign(text, OptionSource::kCommandLine, kWhere, help_hint(options));
    }
  }
}

}  // namespace undula::cli
