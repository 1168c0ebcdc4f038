#pragma once
#include <string>
#include <string_view>

namespace undula::cli {

/// Writes `text` to standard output, whole; throws where that fails.
void print(std::string_view text);

/// Writes a small text file, whole or not at all.
void write_text(const std::string& path, std::string_view text);

}  // namespace undula::cli
