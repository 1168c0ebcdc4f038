#pragma once
#include <vector>

#include "core/audit/flagged_pair.h"
#include "genomics/audit/audit.h"

namespace undula {

/// All pairs, kind after kind, each in the order of the data.
std::vector<FlaggedPair> flagged_pairs(const Audit& audit, const LabelledData& data);

}  // namespace undula
