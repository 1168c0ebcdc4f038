#pragma once
#include <vector>

#include "genomics/audit/audit.h"

namespace undula {

/// Turns the numbers of an audit into one verdict for each check.
std::vector<Finding> judge_findings(const Audit& audit, const LabelledData& data);

}  // namespace undula
