#pragma once
#include <cstdint>
#include <string>

#include "core/data/sample.h"

namespace undula {

/// One of two samples that an audit found to have something in common.
struct FlaggedSample {
  Split split = Split::kNone;
  std::string id, source;  ///< the source is the table or argument that names it
  int64_t line = 0;        ///< in the source; 0: no line
  int32_t label = 0;
};

struct FlaggedPair {
  std::string kind;  ///< "duplicate", "overlap" or, of sequences, "reverse_complement" or "near_duplicate"
  FlaggedSample sample, of;
  double similarity = 1;  ///< 1, the share of minimizers held, or the share of bases or seconds covered
};

}  // namespace undula
