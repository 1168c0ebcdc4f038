#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "genomics/tasks/model/base_scorer.h"
#include "genomics/tasks/model/classifier.h"
#include "genomics/tasks/model/position_model.h"
#include "genomics/tasks/score/contig_tokens.h"

namespace undula {

/// How far a track has come.
struct TrackTotals {
  int64_t bases = 0;   ///< of the stretches done so far
  int64_t silent = 0;  ///< of these, without a value
};

/// Gets the totals now and then.
using TrackProgress = std::function<void(const TrackTotals&)>;

/// Writes the natural log-likelihood of each base of `parts` (BaseScorer) to `track`; with `both_strands` its mean with
/// that of the base across from it, the contig's other strand being read from its own beginning, the contig's end.
/// Memory does not depend on how long the contigs are; both strands take 4 bytes per base in a temporary file. Errors:
/// those of IndexedFasta, TrackWriter and ScoreFile.
TrackTotals track_scores(LanguageModel& model, bool both_strands, const IndexedFasta& reference,
                         const std::vector<GenomeInterval>& parts, TrackWriter& track, const TrackProgress& progress);

/// Writes the probability of one class along `parts`: windows of the model's follow each other every `hop` bases from
/// the contig's start on, the last ends with the contig, and each stretch of `hop` bases has the mean over the windows
/// that hold it, and over both strands where the model is read on both. A stretch without an unambiguous base has no
/// value. Memory as above.
TrackTotals track_class(Classifier& classifier, int64_t label, int64_t hop, const IndexedFasta& reference,
                        const std::vector<GenomeInterval>& parts, TrackWriter& track, const TrackProgress& progress);

/// Writes the probability of one class at each base of `parts` (scan_positions()); an ambiguous one has no value.
/// Memory as above.
TrackTotals track_positions(PositionModel& model, int64_t label, const IndexedFasta& reference,
                            const std::vector<GenomeInterval>& parts, TrackWriter& track,
                            const TrackProgress& progress);

}  // namespace undula
