#pragma once
#include <functional>
#include <string>

#include "cli/options/common_options.h"
#include "cli/options/track_options.h"
#include "genomics/tasks/score/track_task.h"

namespace undula::cli {

/// Draws on a track, and reports how far it is.
using DrawTrack = std::function<TrackTotals(const IndexedFasta& reference, const std::vector<GenomeInterval>& parts,
                                            TrackWriter& track, const TrackProgress& progress)>;

/// Opens the FASTA and the track, runs `draw` on `regions` (none: all of it) and finishes the track; progress and a
/// summary go to standard error.
void run_track(const TrackOptions& options, const std::string& input, const std::vector<Region>& regions,
               const CommonOptions& common, const DrawTrack& draw);

}  // namespace undula::cli
