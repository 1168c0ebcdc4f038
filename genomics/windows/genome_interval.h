#pragma once
#include <string>
#include <vector>

#include "genomics/io/indexed_fasta.h"
#include "genomics/windows/region.h"
#include "genomics/windows/windows.h"

namespace undula {

/// A part of a genome.
struct GenomeInterval {
  int32_t contig = 0;  ///< number in the IndexedFasta
  Window window;

  bool operator==(const GenomeInterval&) const = default;
};

/// The part of a genome that a region names. Where the text that the region was read from is itself the name of a
/// contig (HLA:A*01:01), it is that contig whole. `where`: who asks.
/// Throws kBadInput for a contig that is not there, a region that begins or ends beyond its end, and a text that is
/// both a contig and a region of another.
GenomeInterval settle_region(const IndexedFasta& genome, const Region& region, const std::string& where);

/// The parts that `regions` name, or every contig whole where there are none; as joined() leaves them.
std::vector<GenomeInterval> settle_regions(const IndexedFasta& genome, const std::vector<Region>& regions,
                                           const std::string& where);

/// The intervals in the order of the genome, those that overlap or touch made one.
std::vector<GenomeInterval> joined(std::vector<GenomeInterval> intervals);

}  // namespace undula
