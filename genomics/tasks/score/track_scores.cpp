#include <algorithm>
#include <cmath>

#include "genomics/tasks/score/track_task.h"

namespace undula {

TrackTotals track_scores(LanguageModel& model, const IndexedFasta& reference, const std::vector<GenomeInterval>& parts,
                         TrackWriter& track, const TrackProgress& progress) {
  BaseScorer scorer(model);
  TrackTotals totals;
  for (const GenomeInterval& part : parts) {
    const Window read = {scorer.start_of(part.window.begin),
                         std::min(scorer.end_of(part.window.end), reference.contig_length(part.contig))};
    const auto write = [&](int64_t begin, std::span<const float> scores) {
      const int64_t end = begin + static_cast<int64_t>(scores.size());
      const int64_t from = std::max(begin, part.window.begin), to = std::min(end, part.window.end);
      if (from >= to) return;
      const auto kept = scores.subspan(static_cast<size_t>(from - begin), static_cast<size_t>(to - from));
      track.write(part.contig, from, 1, kept);
      totals.bases += to - from;
      totals.silent += std::count_if(kept.begin(), kept.end(), [](float score) { return std::isnan(score); });
      progress(totals);
    };
    scorer.score(contig_tokens(reference, {part.contig, read}), write, read.begin);
  }
  return totals;
}

}  // namespace undula
