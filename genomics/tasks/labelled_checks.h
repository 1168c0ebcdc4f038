#pragma once
#include <string>
#include <vector>

#include "genomics/tasks/labelled_pieces.h"

namespace undula {

/// Throws where the same sequence has two labels; with `rows.separate_files` warns instead.
void check_same_sequence(const LabelledRows& rows, const LabelledPieces& loaded, std::vector<std::string>& warnings);

/// Throws where overlapping parts of one record have two labels.
void check_overlapping_labels(const LabelledRows& rows, const LabelledPieces& loaded);

/// Warns of sequences that are in train and, they or their reverse complement, in another split.
void check_leaks(const LabelledPieces& loaded, std::vector<std::string>& warnings);

/// Warns of parts of a record that overlap across splits.
void check_overlapping_splits(const LabelledPieces& loaded, std::vector<std::string>& warnings);

}  // namespace undula
