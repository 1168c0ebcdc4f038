#pragma once
#include <cstdint>
#include <string>

#include "genomics/io/indexed_fasta.h"
#include "genomics/tasks/score/allele.h"
#include "genomics/tasks/score/change_scorer.h"
#include "genomics/windows/windows.h"

namespace undula {

/// The part of a contig that is scored for a change of [begin, end): `size` bases around its middle, fewer where the
/// contig ends. Nothing is put in for what is missing.
constexpr Window window_around(int64_t begin, int64_t end, int64_t size, int64_t contig_length) {
  const int64_t from = begin + (end - begin) / 2 - size / 2;
  return {from > 0 ? from : 0, from + size < contig_length ? from + size : contig_length};
}

/// The change of an allele with the reference around it, which is `window` long where the contig has room.
SequenceChange change_in_window(const IndexedFasta& reference, int32_t contig, AlleleChange allele, int64_t window);

}  // namespace undula
