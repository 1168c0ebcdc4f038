#include "cli/output/track_run.h"

#include <chrono>
#include <cstdio>

#include "cli/term/format.h"
#include "cli/term/progress.h"

namespace undula::cli {

void run_track(const TrackOptions& options, const std::string& input, const std::vector<Region>& regions,
               const CommonOptions& common, const DrawTrack& draw) {
  const IndexedFasta reference(input);
  const std::vector<GenomeInterval> parts = settle_regions(reference, regions, "--region");
  int64_t total = 0;
  for (const GenomeInterval& part : parts) total += part.window.length();
  const auto track = open_track(options.path(), track_contigs(reference));
  Progress progress("drawing", "bp", progress_style(common.quiet, common.verbose));
  const auto start = std::chrono::steady_clock::now();
  const TrackTotals totals =
      draw(reference, parts, *track, [&](const TrackTotals& so_far) { progress.update(so_far.bases, total); });
  track->commit();
  progress.clear();
  if (common.quiet) return;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::string line = "drew a track of " + grouped(totals.bases) + " bp in " + duration(seconds) + ": " +
                     fixed(static_cast<double>(totals.bases) / seconds / 1e6, 3) + " Mbp/s\n";
  if (totals.silent > 0) line += grouped(totals.silent) + " bp have no value: no unambiguous base\n";
  std::fputs(line.c_str(), stderr);
}

}  // namespace undula::cli
