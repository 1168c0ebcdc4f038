#include "cli/options/track_options.h"

namespace undula::cli {

void TrackOptions::declare(OptionSet& options, const std::string& what) {
  options.begin_group("Tracks (docs/tracks.md)");
  options.add("--track", &track_, "FILE",
              "write " + what +
                  " along the one FASTA that is INPUT: bigWig where the name ends in .bw or .bigwig, else bedGraph, "
                  "bgzipped where it ends in .gz; '-': bedGraph on standard output");
  options.add("--region", &region_, "REGION", "contig, or contig:beg-end from 1: the part of it to cover");
}

std::vector<ContigPart> TrackOptions::parts(const IndexedFasta& reference) const {
  return contig_parts(reference, region_, "--region");
}

}  // namespace undula::cli
