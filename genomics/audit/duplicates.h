#pragma once
#include <vector>

#include "core/audit/copies.h"
#include "genomics/tasks/labelled/labelled_data.h"

namespace undula {

/// Finds identical and reverse-complement-identical sequences. All must have a split.
Copies find_duplicates(const std::vector<LabelledSequence>& sequences, int64_t classes);

}  // namespace undula
