#pragma once
#include <string>
#include <vector>

#include "core/io/json.h"
#include "genomics/audit/audit.h"

namespace undula::cli {

/// An audit as tables for people: lengths and GC by split and class, what simple rules score, a verdict for each check.
std::string audit_text(const Audit& audit, const LabelledData& data);

/// The same as one JSON object.
JsonObject audit_json(const Audit& audit, const LabelledData& data);

/// One row for each split and class; the first row is the header.
std::vector<std::vector<std::string>> class_rows(const Audit& audit, const LabelledData& data);

}  // namespace undula::cli
