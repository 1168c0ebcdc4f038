#include "genomics/baseline/markov_counts.h"

#include "core/base/error.h"

namespace undula {
namespace {

uint64_t reverse_complement_of(uint64_t word, int bases) {
  uint64_t other = 0;
  for (int i = 0; i < bases; ++i, word >>= 2) other = other << 2 | (3 - (word & 3));
  return other;
}

}  // namespace

MarkovCounts::MarkovCounts(int max_order) {
  require(max_order >= 0 && max_order <= 14, "MarkovCounts", "the order must be from 0 to 14");
  for (int order = 0; order <= max_order; ++order) counts_.emplace_back(size_t{4} << (2 * order), 0);
}

void MarkovCounts::add(std::span<const uint8_t> tokens) {
  tokens_ += static_cast<int64_t>(tokens.size());
  require(tokens_ < int64_t{1} << 31, "MarkovCounts", "too many tokens");
  for_each_base(tokens, max_order(), [&](size_t, uint64_t context, int order, uint8_t base) {
    ++counts_[static_cast<size_t>(order)][context << 2 | base];
  });
}

void MarkovCounts::finish(bool both_strands) {
  for (size_t order = counts_.size() - 1; order > 0; --order) {
    const std::vector<uint32_t>& longer = counts_[order];
    std::vector<uint32_t>& shorter = counts_[order - 1];
    for (size_t word = 0; word < longer.size(); ++word) shorter[word & (shorter.size() - 1)] += longer[word];
  }
  if (!both_strands) return;
  for (size_t order = 0; order < counts_.size(); ++order) {
    std::vector<uint32_t>& counts = counts_[order];
    for (uint64_t word = 0; word < counts.size(); ++word) {
      const uint64_t other = reverse_complement_of(word, static_cast<int>(order) + 1);
      if (other >= word) counts[word] = counts[other] = counts[word] + counts[other];
    }
  }
}

}  // namespace undula
