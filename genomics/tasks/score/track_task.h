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

/// Writes the natural log-likelihood of each base of `parts` (BaseScorer) to `track`. Memory does not depend on how
/// long the contigs are. Errors: those of IndexedFasta and TrackWriter.
TrackTotals track_scores(LanguageModel& model, const IndexedFasta& reference, const std::vector<GenomeInterval>& parts,
                         TrackWriter& track, const TrackProgress& progress);

/// Writes the probability of one class along `parts`: windows of the model's follow each other every `hop` bases from
/// the contig's start on, the last ends with the contig, and each stretch of `hop` bases has the mean over the windows
/// that hold it. A stretch without an unambiguous base has no value. Memory as above.
TrackTotals track_class(Classifier& classifier, int64_t label, int64_t hop, const IndexedFasta& reference,
                        const std::vector<GenomeInterval>& parts, TrackWriter& track, const TrackProgress& progress);

/// Writes the probability of one class at each base of `parts` (scan_positions()); an ambiguous one has no value.
/// Memory as above.
TrackTotals track_positions(PositionModel& model, int64_t label, const IndexedFasta& reference,
                            const std::vector<GenomeInterval>& parts, TrackWriter& track,
                            const TrackProgress& progress);

}  // namespace undula
