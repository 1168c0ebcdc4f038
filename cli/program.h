#pragma once
#include <string>
#include <vector>

#include "cli/command.h"

namespace undula::cli {

/// What main() does in every program: calls `body` with the arguments, and turns every exception into three lines on
/// standard error and an exit code.
int run_program(int argc, char** argv, int (*body)(std::vector<std::string> arguments));

/// Reads the arguments of one command and runs it, or prints its help. `name` is how it is called: "undula train".
int run_command(Command& command, const std::string& name, const std::string& summary,
                const std::vector<std::string>& arguments);

}  // namespace undula::cli
