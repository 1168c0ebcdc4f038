#include "genomics/tasks/train/dataset_source.h"

#include <algorithm>

#include "genomics/alphabet/nucleotide.h"

namespace undula {

DatasetSource::DatasetSource(const Dataset& dataset, Split split, Strands strands, uint64_t seed, double mutate)
    : dataset_(dataset), indices_(dataset.indices(split)), strands_(strands), key_(seed), mutate_(mutate) {
  for (int64_t i = 0; i < size(); ++i) longest_ = std::max(longest_, length(0, i));
}

int64_t DatasetSource::length(int64_t, int64_t i) const {
  return static_cast<int64_t>(dataset_.samples[static_cast<size_t>(indices_[static_cast<size_t>(i)])].tokens.size());
}

void DatasetSource::get(int64_t pass, int64_t i, Sample& out) const {
  out = dataset_.samples[static_cast<size_t>(indices_[static_cast<size_t>(i)])];
  const bool other_strand = strands_ == Strands::kBoth
                                ? pass == 1
                                : strands_ == Strands::kRandom &&
                                      (key_.fold(static_cast<uint64_t>(pass)).bits(static_cast<uint64_t>(i)) & 1) != 0;
  if (other_strand) reverse_complement(out.tokens);
  if (mutate_ > 0) {
    const RandomKey key = key_.fold(static_cast<uint64_t>(pass)).fold(static_cast<uint64_t>(i));
    for (size_t at = 0; at < out.tokens.size(); ++at) {
      if (key.uniform(2 * at) < mutate_) out.tokens[at] = static_cast<uint8_t>(key.below(2 * at + 1, 4));
    }
  }
}

}  // namespace undula
