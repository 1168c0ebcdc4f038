#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "genomics/tasks/labelled/labelled_data.h"

namespace undula {

/// A sequence and another that is the same, on the same strand or not.
struct Copy {
  int64_t sequence = 0;  ///< number among LabelledData::sequences() ...
  int64_t of = 0;        ///< ... and that of the first one like it, on the same strand where there is one
  bool reverse = false;  ///< all sequences like it in the split of `of` are its reverse complements
};

/// How many sequences of one split have copies.
struct CopyCounts {
  int64_t sequences = 0;
  int64_t repeats = 0,
          reverse_repeats = 0;  ///< that occur earlier in the same split; of these, on the other strand only
  int64_t conflicts = 0;        ///< that occur under another label, in any split
  /// That occur in the split given by the index; of these, on the other strand only.
  std::array<int64_t, 3> in{}, reverse_in{};
};

struct Duplicates {
  std::array<CopyCounts, 3> splits;  ///< by Split: train, valid, test
  /// For each repeat within a split, and each sequence of a split that occurs in one before it (train, valid, test),
  /// the first like it.
  std::vector<Copy> copies;
  /// For each sequence the most frequent label of those like it in train, the first of equals; -1: none is.
  std::vector<int32_t> train_label;
};

/// Finds identical and reverse-complement-identical sequences. All must have a split.
Duplicates find_duplicates(const std::vector<LabelledSequence>& sequences, int64_t classes);

}  // namespace undula
