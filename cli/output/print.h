#pragma once
#include <string_view>

namespace undula::cli {

/// Writes `text` to standard output, whole; throws where that fails.
void print(std::string_view text);

}  // namespace undula::cli
