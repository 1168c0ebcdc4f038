#include "cli/options/track_options.h"

namespace undula::cli {

void TrackOptions::declare(OptionSet& options, const std::string& what) {
  options.begin_group("Tracks (docs/tracks.md)");
  options.add("--track", &track_, "FILE",
              "write " + what +
                  " along the one FASTA that is INPUT: bigWig where the name ends in .bw or .bigwig, else bedGraph, "
                  "bgzipped where it ends in .gz; '-': bedGraph on standard output");
}

}  // namespace undula::cli
