#pragma once
#include <cstdint>
#include <vector>

#include "genomics/audit/near_duplicates.h"
#include "genomics/tasks/labelled/labelled_data.h"

namespace undula {

/// A split as `undula evaluate` judges it: sequences as they are, or windows of them.
struct JudgedSplit {
  Split split = Split::kNone;
  std::vector<Sample> samples;
  /// (samples) number among LabelledData::sequences(); empty where the samples are windows.
  std::vector<int64_t> sequences;
  std::vector<NearHit> nearest;  ///< (samples) in train; empty where it was not searched

  std::vector<int32_t> labels() const;
  /// True where sample i has `threshold` of its minimizers or more in one sequence of train.
  bool near(size_t i, double threshold) const {
    return !nearest.empty() && nearest[i].sequence >= 0 && nearest[i].containment >= threshold;
  }
};

/// The samples of a split, nearest left empty.
JudgedSplit read_judged_split(const LabelledData& data, Split split);

}  // namespace undula
