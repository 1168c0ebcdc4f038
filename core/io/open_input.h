#pragma once
#include <string>

namespace undula {

/// Opens a file for reading and returns its descriptor, which the caller closes; "-" is a copy of stdin's. Errors:
/// kMissing where there is no such file (with the nearest name in its folder) or it may not be read; kBadInput for a
/// folder.
int open_input(const std::string& path);

}  // namespace undula
