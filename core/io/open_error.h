#pragma once
#include <string>

#include "core/base/error.h"

namespace undula {

/// The kMissing error for a file that could not be opened, from errno: says so plainly where it is not there, and asks
/// for the nearest name in its folder.
Error open_error(const std::string& path);

}  // namespace undula
