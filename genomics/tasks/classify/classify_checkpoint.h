#pragma once
#include <cstdint>
#include <vector>

#include "genomics/io/resumable_output.h"

namespace undula {

/// Calls by what they say.
struct CallCounts {
  int64_t unread = 0;              ///< unclassified because there was no base to read
  int64_t abstained = 0;           ///< unclassified because no class was probable enough
  std::vector<int64_t> per_class;  ///< with each class as their label
};

/// A point from which an interrupted classification can go on.
struct ClassifyCheckpoint {
  int64_t calls = 0;       ///< written
  uint32_t digest = 0;     ///< of what was read for them: WindowMean::digest of the last
  int64_t alignments = 0;  ///< alignment records written
  CallCounts counts;
  std::vector<OutputSpot> outputs;
};

}  // namespace undula
