#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "core/data/sample.h"

namespace undula {

/// The part of a record (a chromosome, a recording) that a sample is.
struct Part {
  int32_t record = 0;
  int64_t begin = 0, end = 0;  ///< half-open
  Split split = Split::kNone;
};

/// A part in valid or test that shares a stretch of its record with one in train.
struct Overlap {
  int64_t item = 0;  ///< number of the part ...
  int64_t with = 0;  ///< ... and that of the one in train that covers most of it
  double share = 0;  ///< of it that is covered
};

/// Finds parts of records that overlap parts in train, by coordinates. Other copies of a record are not seen.
std::vector<Overlap> find_overlaps(std::span<const Part> parts);

}  // namespace undula
