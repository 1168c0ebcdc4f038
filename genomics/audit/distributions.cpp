#include "genomics/audit/distributions.h"

#include <algorithm>

namespace undula {

double gc_share(std::span<const uint8_t> tokens) {
  int64_t gc = 0, valid = 0;
  for (const uint8_t token : tokens) {
    valid += token < 4;
    gc += token == 1 || token == 2;
  }
  return valid == 0 ? 0.5 : static_cast<double>(gc) / static_cast<double>(valid);
}

std::vector<ClassSummary> summarise_classes(const std::vector<LabelledSequence>& sequences, int64_t classes) {
  std::vector<ClassSummary> summaries;
  for (const Split split : {Split::kTrain, Split::kValid, Split::kTest}) {
    for (int32_t label = 0; label < classes; ++label) {
      ClassSummary summary;
      summary.split = split;
      summary.label = label;
      summary.gc_histogram.assign(kGcBins, 0);
      std::vector<double> lengths, shares;
      for (const LabelledSequence& sequence : sequences) {
        if (sequence.split != split || sequence.label != label) continue;
        lengths.push_back(static_cast<double>(sequence.tokens.size()));
        shares.push_back(gc_share(sequence.tokens));
        summary.bases += static_cast<int64_t>(sequence.tokens.size());
        ++summary.gc_histogram[std::min(static_cast<size_t>(shares.back() * kGcBins), size_t{kGcBins - 1})];
      }
      if (lengths.empty()) continue;
      summary.sequences = static_cast<int64_t>(lengths.size());
      summary.length = quantiles(std::move(lengths));
      summary.gc = quantiles(std::move(shares));
      summaries.push_back(std::move(summary));
    }
  }
  return summaries;
}

}  // namespace undula
