#pragma once
#include <cstdint>
#include <vector>

#include "genomics/tasks/labelled/labelled_data.h"

namespace undula {

/// A sequence of valid or test that shares bases of its record with one of train.
struct Overlap {
  int64_t sequence = 0;  ///< number among LabelledData::sequences() ...
  int64_t with = 0;      ///< ... and that of the one in train that covers most of it
  double share = 0;      ///< of its bases that are covered by it
};

/// Finds parts of records that overlap parts of train, by coordinates. Other copies of a record are not seen.
std::vector<Overlap> find_overlaps(const LabelledData& data);

}  // namespace undula
