#pragma once
#include <string>
#include <vector>

#include "cli/options/option_set.h"

namespace undula::cli {

/// Sets the variables of `options` from the arguments behind the verb, then from the environment, then from the file
/// that --config names: the command line beats the environment, which beats the file, which beats the default.
/// Throws Error(kUsage) that names the argument, the variable, or the file and its line.
void parse_options(OptionSet& options, const std::vector<std::string>& arguments);

/// What to try after a wrong option: "undula train --help".
std::string help_hint(const OptionSet& options);

/// "; did you mean '--threads'?" where a known name is near, else nothing.
std::string did_you_mean(const std::string& name, const std::vector<std::string>& known);

}  // namespace undula::cli
