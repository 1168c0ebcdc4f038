#pragma once
#include <string>
#include <vector>

#include "cli/options/option_set.h"

namespace undula::cli {

/// Sets the variables of `options` from the arguments behind the verb, then from the environment, then from the file
/// that --config names: the command line beats the environment, which beats the file, which beats the default.
/// Spellings: `-o FILE`, `-oFILE`, `--out FILE`, `--out=FILE`, switches joined as `-qv`, `--` before arguments that
/// start with a dash, a lone `-` is an argument. Throws Error(kUsage) with a hint at the nearest known name.
void parse_options(OptionSet& options, const std::vector<std::string>& arguments);

}  // namespace undula::cli
