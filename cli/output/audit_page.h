#pragma once
#include <string>

#include "genomics/audit/audit.h"

namespace undula::cli {

/// The HTML page of an audit: verdicts, what simple rules score, lengths and GC by split and class.
std::string audit_page(const Audit& audit, const LabelledData& data);

}  // namespace undula::cli
