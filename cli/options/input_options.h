#pragma once
#include <string>
#include <vector>

#include "cli/options/option_set.h"

namespace undula::cli {

/// `inputs`, or standard input where there are none; that is a usage error where standard input is a terminal.
std::vector<std::string> inputs_or_stdin(const std::vector<std::string>& inputs, const std::string& verb);

}  // namespace undula::cli
