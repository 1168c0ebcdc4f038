#pragma once
#include "core/audit/overlaps.h"
#include "genomics/tasks/labelled/labelled_data.h"

namespace undula {

/// Finds parts of records that overlap parts of train.
std::vector<Overlap> find_overlaps(const LabelledData& data);

}  // namespace undula
