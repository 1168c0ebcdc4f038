#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "genomics/tasks/labelled/labelled_pieces.h"

namespace undula {

/// Decides the split of pieces that have none: 80 % train, 10 % valid, 10 % test; where only validation is missing, a
/// tenth of train. Seeded and stratified by label. Nothing happens where nothing is missing.
///
/// Short sequences: those that are identical or reverse-complement-identical, overlap in one record or share a group
/// stay together.
void split_sequences(const LabelledRows& rows, LabelledPieces& loaded, uint64_t seed);

/// Long sequences, read in windows of up to `longest` bases: cut by region, so that no window of one split overlaps one
/// of another. Parts of a record that overlap are cut as one, train first, then valid, then test; where they are
/// shorter than 20 windows they are not cut, and identical ones stay together.
void split_regions(const LabelledRows& rows, LabelledPieces& loaded, int64_t longest, uint64_t seed);

/// For each piece the number of the first piece (in `pieces`) of its stretch: pieces of one record that overlap,
/// directly or through others, are one stretch.
std::vector<size_t> overlap_stretches(const std::vector<LabelledPiece>& pieces);

}  // namespace undula
