#pragma once
#include <string>
#include <vector>

#include "genomics/io/indexed_fasta.h"
#include "genomics/io/track_writer.h"
#include "genomics/windows/core_windows.h"
#include "genomics/windows/region.h"

namespace undula {

/// A stretch of a contig.
struct ContigPart {
  int32_t contig = 0;
  Window window;
};

/// The stretch that `region` names. Throws kBadInput for a contig that is not there or a region beyond its end.
/// `where`: who asks.
ContigPart contig_part(const IndexedFasta& reference, const Region& region, const std::string& where);

/// The stretches that `regions` name, those that touch joined, or every contig whole where there are none; in the order
/// of the reference. Throws kBadInput for a contig that is not there or a region beyond its end. `where`: who asks.
std::vector<ContigPart> contig_parts(const IndexedFasta& reference, const std::vector<Region>& regions,
                                     const std::string& where);

/// The tokens of a stretch in pieces, read as they are asked for. `reference` must outlive it.
NextTokens contig_tokens(const IndexedFasta& reference, const ContigPart& part);

std::vector<TrackContig> track_contigs(const IndexedFasta& reference);

}  // namespace undula
