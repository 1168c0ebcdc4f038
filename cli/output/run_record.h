#pragma once
#include <string>
#include <vector>

#include "core/io/json.h"

namespace undula::cli {

/// Where and with what this program runs: command, working folder, version, compiler, program file, libraries, host.
JsonObject describe_process(int threads);

/// Words as a shell reads them: quoted where they must be.
std::string shell_text(const std::vector<std::string>& words);

/// The command line of this process, quoted for a shell.
std::string command_line();

/// The time now as "2026-11-24T08:30:00Z".
std::string time_text();

}  // namespace undula::cli
