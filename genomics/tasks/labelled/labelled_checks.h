#pragma once
#include "genomics/tasks/labelled/labelled_pieces.h"

namespace undula {

/// Throws where the same sequence has two labels.
void check_same_sequence(const LabelledRows& rows, const LabelledPieces& loaded);

/// Throws where overlapping parts of one record have two labels.
void check_overlapping_labels(const LabelledRows& rows, const LabelledPieces& loaded);

}  // namespace undula
