#pragma once
#include <string>

namespace undula {

/// The program that writes a file, for a line of its header.
struct ProgramLine {
  std::string version, command;

  /// The command with control characters, which a header line cannot hold, as spaces.
  std::string one_line() const;
};

}  // namespace undula
