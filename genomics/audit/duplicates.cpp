#include "genomics/audit/duplicates.h"

#include <algorithm>
#include <unordered_map>

#include "genomics/alphabet/canonical.h"

namespace undula {

Copies find_duplicates(const std::vector<LabelledSequence>& sequences, int64_t classes) {
  std::unordered_map<uint64_t, size_t> first;  // with a hash
  std::vector<CopyItem> items;
  for (size_t i = 0; i < sequences.size(); ++i) {
    const LabelledSequence& sequence = sequences[i];
    const uint64_t hash = canonical_hash(sequence.tokens);
    const LabelledSequence& like = sequences[first.emplace(hash, i).first->second];
    items.push_back({hash, !std::ranges::equal(sequence.tokens, like.tokens), sequence.split, sequence.label});
  }
  return find_copies(items, classes);
}

}  // namespace undula
