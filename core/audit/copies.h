#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/data/sample.h"

namespace undula {

/// What of a sample decides whether it is a copy of another.
struct CopyItem {
  uint64_t key = 0;     ///< the same for the same content, whichever way round
  bool turned = false;  ///< the other way round (a reverse complement) than the first sample with its key
  Split split = Split::kNone;
  int32_t label = 0;
};

/// A sample and another that is the same, the same way round or not.
struct Copy {
  int64_t item = 0;      ///< number of the sample ...
  int64_t of = 0;        ///< ... and that of the first one like it, the same way round where there is one
  bool reverse = false;  ///< all samples like it in the split of `of` are turned against it
};

/// How many samples of one split have copies.
struct CopyCounts {
  int64_t items = 0;
  int64_t repeats = 0, reverse_repeats = 0;  ///< that occur earlier in the same split; of these, only turned
  int64_t conflicts = 0;                     ///< that occur under another label, in any split
  /// That occur in the split given by the index; of these, only turned.
  std::array<int64_t, 3> in{}, reverse_in{};
};

struct Copies {
  std::array<CopyCounts, 3> splits;  ///< by Split: train, valid, test
  /// For each repeat within a split, and each sample of a split that occurs in one before it (train, valid, test), the
  /// first like it; in order.
  std::vector<Copy> pairs;
  /// For each sample the most frequent label of those like it in train, the first of equals; -1: none is.
  std::vector<int32_t> train_label;
};

/// Finds samples with the same key. All must have a split and a label in [0, classes).
Copies find_copies(std::span<const CopyItem> items, int64_t classes);

}  // namespace undula
