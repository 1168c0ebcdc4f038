#include "cli/term/color.h"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace undula::cli {

bool may_color(int fd) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool refused =
      (no_color != nullptr && *no_color != '\0') || term == nullptr || std::string_view(term) == "dumb";
  return !refused && isatty(fd) == 1;
}

std::string red(const std::string& text) {
  return "\033[1;31m" + text + "\033[0m";
}

std::string bold(const std::string& text) {
  return "\033[1m" + text + "\033[0m";
}

}  // namespace undula::cli
