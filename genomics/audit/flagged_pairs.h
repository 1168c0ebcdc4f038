#pragma once
#include <string>
#include <vector>

#include "genomics/audit/audit.h"

namespace undula {

/// One of two sequences that an audit found to have something in common.
struct FlaggedSequence {
  Split split = Split::kNone;
  std::string id, source;  ///< the source is the table or argument that names it
  int64_t line = 0;        ///< in the source; 0: no line
  int32_t label = 0;
};

struct FlaggedPair {
  std::string kind;  ///< "duplicate", "reverse_complement", "near_duplicate" or "overlap"
  FlaggedSequence sequence, of;
  double similarity = 1;  ///< 1, the share of minimizers held, or the share of bases covered
};

/// All pairs, kind after kind, each in the order of the data.
std::vector<FlaggedPair> flagged_pairs(const Audit& audit, const LabelledData& data);

}  // namespace undula
