#include "genomics/audit/flagged_pairs.h"

#include "genomics/windows/region.h"

namespace undula {
namespace {

FlaggedSample describe(const LabelledData& data, int64_t number) {
  const auto i = static_cast<size_t>(number);
  const LabelledPlace& place = data.places[i];
  FlaggedSample described;
  described.source = data.sources[static_cast<size_t>(place.source)];
  described.line = place.line;
  if (data.windows_needed) {
    const GenomeRegion& region = data.genomes.regions[i];
    described.id = region_text(data.genomes.records[static_cast<size_t>(region.record)].id, region.window);
    described.label = region.label;
    described.split = region.split;
  } else {
    const Sample& sample = data.dataset.samples[i];
    described.id = sample.id;
    described.label = sample.label;
    described.split = sample.split;
  }
  return described;
}

FlaggedSample describe_sample(const LabelledData& data, const JudgedSplit& judged, size_t i) {
  if (!judged.sequences.empty()) return describe(data, judged.sequences[i]);
  const Sample& sample = judged.samples[i];
  return {judged.split, sample.id, "", 0, sample.label};
}

}  // namespace

std::vector<FlaggedPair> flagged_pairs(const Audit& audit, const LabelledData& data) {
  std::vector<FlaggedPair> pairs;
  for (const Copy& copy : audit.duplicates.pairs) {
    pairs.push_back(
        {copy.reverse ? "reverse_complement" : "duplicate", describe(data, copy.item), describe(data, copy.of), 1});
  }
  for (const Overlap& overlap : audit.overlaps)
    pairs.push_back({"overlap", describe(data, overlap.item), describe(data, overlap.with), overlap.share});
  for (const JudgedSplit& judged : audit.judged) {
    for (size_t i = 0; i < judged.samples.size(); ++i) {
      if (!is_near_duplicate(audit, judged, i)) continue;
      const NearHit& hit = judged.nearest[i];
      pairs.push_back(
          {"near_duplicate", describe_sample(data, judged, i), describe(data, hit.sequence), hit.containment});
    }
  }
  return pairs;
}

}  // namespace undula
