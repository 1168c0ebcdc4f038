#pragma once
#include <string>

namespace undula::cli {

/// True where escape codes may be written to `fd`: a terminal that is not "dumb", without NO_COLOR in the environment.
bool may_color(int fd);

/// `text` in bold red for a terminal.
std::string red(const std::string& text);
/// `text` in bold for a terminal.
std::string bold(const std::string& text);

}  // namespace undula::cli
