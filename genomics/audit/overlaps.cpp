#include "genomics/audit/overlaps.h"

namespace undula {

std::vector<Overlap> find_overlaps(const LabelledData& data) {
  const std::vector<LabelledSequence> sequences = data.sequences();
  std::vector<Part> parts;
  for (size_t i = 0; i < sequences.size(); ++i) {
    const LabelledPlace& place = data.places[i];
    parts.push_back({place.record, place.window.begin, place.window.end, sequences[i].split});
  }
  return find_overlaps(parts);
}

}  // namespace undula
