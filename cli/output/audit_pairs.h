#pragma once
#include <string>
#include <vector>

#include "core/audit/flagged_pair.h"

namespace undula::cli {

/// Writes flagged pairs as a TSV with a header, whole or not at all.
void write_pairs(const std::string& path, const std::vector<FlaggedPair>& pairs,
                 const std::vector<std::string>& classes);

}  // namespace undula::cli
