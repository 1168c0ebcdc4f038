#include "cli/options/input_options.h"

#include <unistd.h>

#include "core/base/error.h"

namespace undula::cli {

std::vector<std::string> inputs_or_stdin(const std::vector<std::string>& inputs, const std::string& verb) {
  if (!inputs.empty()) return inputs;
  if (isatty(STDIN_FILENO) == 1)
    throw Error(ErrorKind::kUsage, "INPUT is missing, and standard input is a terminal", "command line",
                "undula " + verb + " --help");
  return {"-"};
}

}  // namespace undula::cli
