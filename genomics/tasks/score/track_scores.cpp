#include <algorithm>
#include <cmath>
#include <optional>

#include "genomics/tasks/score/score_file.h"
#include "genomics/tasks/score/track_task.h"

namespace undula {
namespace {

using OpenTokens = std::function<NextTokens(const Window&)>;

/// The scores of one part of a sequence of `length` bases, of which `open` reads any part.
void score_part(BaseScorer& scorer, const Window& part, int64_t length, const OpenTokens& open,
                const BaseScorer::Emit& emit) {
  const Window read = {scorer.start_of(part.begin), std::min(scorer.end_of(part.end), length)};
  const auto clip = [&](int64_t begin, std::span<const float> scores) {
    const int64_t from = std::max(begin, part.begin);
    const int64_t to = std::min(begin + static_cast<int64_t>(scores.size()), part.end);
    if (from < to) emit(from, scores.subspan(static_cast<size_t>(from - begin), static_cast<size_t>(to - from)));
  };
  scorer.score(open(read), clip, read.begin);
}

/// The place of a window on the other strand of a sequence.
Window turned(const Window& window, int64_t length) {
  return {length - window.end, length - window.begin};
}

/// Keeps the scores of a part of a contig that is read on its other strand, in the order of the forward one.
void score_other_strand(BaseScorer& scorer, const IndexedFasta& reference, const GenomeInterval& part, ScoreFile& kept,
                        const std::function<void(int64_t)>& scored) {
  const int64_t length = reference.contig_length(part.contig);
  const Window other = turned(part.window, length);
  std::vector<float> forward;
  score_part(
      scorer, other, length,
      [&](const Window& read) {
        return other_strand_tokens(reference, {part.contig, turned(read, length)});
      },
      [&](int64_t begin, std::span<const float> scores) {
        forward.assign(scores.rbegin(), scores.rend());
        const auto count = static_cast<int64_t>(scores.size());
        kept.write(other.end - begin - count, forward);
        scored(count);
      });
}

}  // namespace

TrackTotals track_scores(LanguageModel& model, bool both_strands, const IndexedFasta& reference,
                         const std::vector<GenomeInterval>& parts, TrackWriter& track, const TrackProgress& progress) {
  BaseScorer scorer(model);
  TrackTotals totals;
  int64_t scored = 0;  // of both strands
  const auto report = [&](int64_t count) {
    scored += count;
    progress({both_strands ? scored / 2 : scored, totals.silent});
  };
  std::vector<float> values;
  for (const GenomeInterval& part : parts) {
    std::optional<ScoreFile> other;
    if (both_strands) score_other_strand(scorer, reference, part, other.emplace(), report);
    score_part(
        scorer, part.window, reference.contig_length(part.contig),
        [&](const Window& read) {
          return contig_tokens(reference, {part.contig, read});
        },
        [&](int64_t begin, std::span<const float> scores) {
          values.assign(scores.begin(), scores.end());
          if (other) {
            other->read(begin - part.window.begin, values);
            for (size_t i = 0; i < values.size(); ++i) values[i] = (values[i] + scores[i]) / 2;
          }
          track.write(part.contig, begin, 1, values);
          totals.bases += static_cast<int64_t>(values.size());
          totals.silent += std::count_if(values.begin(), values.end(), [](float score) { return std::isnan(score); });
          report(static_cast<int64_t>(values.size()));
        });
  }
  return totals;
}

}  // namespace undula
