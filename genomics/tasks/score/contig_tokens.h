#pragma once
#include <string>
#include <vector>

#include "genomics/io/indexed_fasta.h"
#include "genomics/io/track_writer.h"
#include "genomics/windows/core_windows.h"
#include "genomics/windows/genome_interval.h"

namespace undula {

/// The tokens of a part in pieces, read as they are asked for. `reference` must outlive it.
NextTokens contig_tokens(const IndexedFasta& reference, const GenomeInterval& part);
/// The same on the other strand: from the part's end to its begin, complemented.
NextTokens other_strand_tokens(const IndexedFasta& reference, const GenomeInterval& part);

std::vector<TrackContig> track_contigs(const IndexedFasta& reference);

}  // namespace undula
