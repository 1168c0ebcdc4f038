#pragma once
#include <array>
#include <string>
#include <vector>

#include "core/data/sample.h"
#include "genomics/windows/genome_interval.h"

namespace undula {

/// Which parts of a genome are for what, in the order of the genome; parts of different splits do not overlap, those of
/// one split neither touch nor overlap.
struct GenomeSplits {
  std::array<std::vector<GenomeInterval>, 3> intervals;

  const std::vector<GenomeInterval>& of(Split split) const { return intervals[static_cast<size_t>(split)]; }
  int64_t bases(Split split) const;
};

/// Holds out shares of each contig: for test its end, for validation blocks of about `block` bases spread evenly over
/// what is left (one block could hold more or fewer repeats than the rest). Windows longer than a block need a larger
/// one, or few of them fit between.
GenomeSplits hold_out_ends(const IndexedFasta& genome, double valid, double test, int64_t block = 10'000);

/// These regions are held out, the rest is for training. Errors: those of settle_region(); kBadInput where a region is
/// in both lists.
GenomeSplits hold_out_regions(const IndexedFasta& genome, const std::vector<Region>& valid,
                              const std::vector<Region>& test, const std::string& where);

/// The intervals of a BED file, each for the split that its fourth column names (HyenaDNA's and Caduceus' form), all
/// for training where no line names one. Errors: those of BedReader; kBadInput, with file and line, for what names no
/// split beside lines that do, for a contig or an end that the genome does not have, and for intervals of two splits
/// that overlap.
GenomeSplits split_by_bed(const IndexedFasta& genome, const std::string& path);

}  // namespace undula
