#include <limits>

#include "genomics/alphabet/nucleotide.h"
#include "genomics/tasks/score/position_scan.h"
#include "genomics/tasks/score/track_task.h"
#include "genomics/tokenize/nucleotide_tokenizer.h"

namespace undula {

TrackTotals track_positions(PositionModel& model, int64_t label, const IndexedFasta& reference,
                            const std::vector<GenomeInterval>& parts, TrackWriter& track,
                            const TrackProgress& progress) {
  const auto classes = static_cast<size_t>(model.classes());
  TrackTotals totals;
  std::vector<float> values;
  for (const GenomeInterval& part : parts) {
    scan_positions(model, reference, part,
                   [&](int64_t begin, std::span<const float> probabilities, std::span<const uint8_t> tokens) {
                     values.resize(tokens.size());
                     for (size_t i = 0; i < tokens.size(); ++i)
                       values[i] = tokens[i] < kAmbiguousToken ? probabilities[i * classes + static_cast<size_t>(label)]
                                                               : std::numeric_limits<float>::quiet_NaN();
                     track.write(part.contig, begin, 1, values);
                     totals.bases += static_cast<int64_t>(tokens.size());
                     totals.silent += static_cast<int64_t>(tokens.size()) - count_valid(tokens);
                     progress(totals);
                   });
  }
  return totals;
}

}  // namespace undula
