#pragma once
#include <cstdint>
#include <deque>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include "core/io/toml_config.h"

namespace undula::cli {

/// The variable that an option sets. A bool is a switch, a vector of strings takes every further value, a vector of
/// integers is a comma-separated list.
using OptionTarget =
    std::variant<bool*, int64_t*, double*, std::string*, std::vector<std::string>*, std::vector<int64_t>*>;

/// Where the value of an option came from, weakest first.
enum class OptionSource : uint8_t { kDefault, kFile, kEnvironment, kCommandLine };

/// One option or positional argument of a verb. Made by OptionSet; the setters below refine it in a chain.
class Option {
 public:
  Option(std::string names, OptionTarget target, std::string placeholder, std::string help, std::string group);

  /// Environment variable that sets the option where the command line does not.
  Option& env(const std::string& variable);
  /// The only texts allowed.
  Option& choices(std::vector<std::string> allowed);
  /// Inclusive bounds of a number.
  Option& range(double low, double high);
  /// Shown in the help in place of the initial value of the variable.
  Option& default_text(const std::string& text);
  /// Not a key of a configuration file, and not part of the resolved configuration.
  Option& command_line_only();
  /// About the machine, not the result: a key of a configuration file, but not part of the resolved configuration.
  Option& not_recorded();
  /// The option names a configuration file, or with `name` a folder that holds one of that name.
  Option& config_file(const std::string& name = "");
  /// A positional argument that may be left out.
  Option& optional();
  /// The option means something for one domain only (cli/domain.h).
  Option& only_for(const std::string& domain);

  /// Parses `text` into the variable. Throws Error(kUsage) with where the text stood and what to try.
  void assign(const std::string& text, OptionSource source, const std::string& where, const std::string& hint);
  /// The configuration file that the option names; empty where it names none.
  std::string config_path() const;
  /// The value as an entry of a configuration file.
  ConfigEntry config_entry() const;

  bool given() const { return source_ != OptionSource::kDefault; }
  OptionSource source() const { return source_; }
  bool is_switch() const { return std::holds_alternative<bool*>(target_); }
  /// Takes every value it is given, not one.
  bool takes_many() const { return std::holds_alternative<std::vector<std::string>*>(target_); }
  bool positional() const { return names_.front().front() != '-'; }
  bool required() const { return required_; }
  bool in_files() const { return in_files_; }
  bool recorded() const { return in_files_ && recorded_; }
  /// Every spelling, short before long: {"-@", "--threads"}; a positional argument has one, without dashes.
  const std::vector<std::string>& names() const { return names_; }
  /// The long name without its dashes: the key in a configuration file.
  std::string key() const;
  const std::string& placeholder() const { return placeholder_; }
  const std::string& help() const { return help_; }
  const std::string& group() const { return group_; }
  const std::string& environment() const { return environment_; }
  /// The only domain that the option is for; empty: all.
  const std::string& domain() const { return domain_; }
  const std::string& shown_default() const { return default_; }
  const std::vector<std::string>& allowed() const { return allowed_; }

 private:
  std::vector<std::string> names_;
  OptionTarget target_;
  std::string placeholder_, help_, group_, environment_, default_, domain_;
  std::vector<std::string> allowed_;
  double low_ = -std::numeric_limits<double>::infinity(), high_ = std::numeric_limits<double>::infinity();
  bool in_files_ = true, recorded_ = true, required_ = true, names_config_ = false;
  std::string config_name_;
  OptionSource source_ = OptionSource::kDefault;
};

/// The options of one verb: what it declares, how they are read (parse.h) and how they are explained (help.h).
class OptionSet {
 public:
  /// `command` is how it is called: "undula train".
  OptionSet(std::string command, std::string summary) : command_(std::move(command)), summary_(std::move(summary)) {}

  /// `names` is "-o,--out" or "--out". `target` keeps its value where the option is not given.
  Option& add(const std::string& names, OptionTarget target, const std::string& placeholder, const std::string& help);
  /// An option without value that sets `target` to true.
  Option& add_switch(const std::string& names, bool* target, const std::string& help);
  /// The next argument without dashes; a vector of strings takes all that follow.
  Option& add_positional(const std::string& name, OptionTarget target, const std::string& help);
  /// Title above the options declared from here on.
  void begin_group(const std::string& title) { group_ = title; }
  /// The only domain that options declared from here on are for (cli/domain.h); empty: all.
  void begin_domain(const std::string& domain) { domain_ = domain; }
  /// A command line that works as it stands, run from the root of the repository.
  void add_example(const std::string& comment, const std::string& command) { examples_.push_back({comment, command}); }

  /// The option with this spelling, or null.
  Option* find(const std::string& name);

  /// What every option that matters for the result was set to, as entries of a configuration file; empty texts and
  /// lists are left out.
  std::vector<ConfigEntry> resolved() const;

  struct Example {
    std::string comment, command;
  };
  const std::string& command() const { return command_; }
  const std::string& summary() const { return summary_; }
  std::deque<Option>& options() { return options_; }
  const std::deque<Option>& options() const { return options_; }
  const std::vector<Example>& examples() const { return examples_; }

 private:
  std::string command_, summary_, group_ = "Options", domain_;
  std::deque<Option> options_;  // a deque: references handed out stay valid
  std::vector<Example> examples_;
};

}  // namespace undula::cli
