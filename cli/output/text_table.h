#pragma once
#include <string>
#include <vector>

namespace undula::cli {

/// Rows of cells in aligned columns, for people.
std::string table_text(const std::vector<std::vector<std::string>>& rows);

}  // namespace undula::cli
