#include "genomics/audit/near_duplicates.h"

#include <algorithm>

#include "genomics/audit/minimizers.h"

namespace undula {
namespace {

constexpr size_t kMostHolders = 200;
constexpr int64_t kFewestMinimizers = 4;
constexpr int64_t kGrain = 64;

}  // namespace

TrainMinimizers::TrainMinimizers(const std::vector<LabelledSequence>& sequences, ThreadPool& pool)
    : sequences_(sequences.size()) {
  std::vector<size_t> train;
  for (size_t i = 0; i < sequences.size(); ++i) {
    if (sequences[i].split == Split::kTrain) train.push_back(i);
  }
  std::vector<std::vector<uint64_t>> found(train.size());
  pool.parallel_for(static_cast<int64_t>(train.size()), kGrain, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i)
      found[i] = minimizers(sequences[train[i]].tokens);
  });
  for (size_t i = 0; i < train.size(); ++i) {
    for (const uint64_t minimizer : found[i]) holders_.emplace_back(minimizer, static_cast<int32_t>(train[i]));
    found[i] = {};
  }
  std::sort(holders_.begin(), holders_.end());
}

std::vector<NearHit> TrainMinimizers::nearest(const std::vector<Sample>& samples, ThreadPool& pool) const {
  std::vector<NearHit> hits(samples.size());
  pool.parallel_for(static_cast<int64_t>(samples.size()), kGrain, [&](int64_t begin, int64_t end) {
    std::vector<int32_t> counts(sequences_, 0);
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i)
      hits[i] = nearest(samples[i].tokens, counts);
  });
  return hits;
}

NearHit TrainMinimizers::nearest(std::span<const uint8_t> tokens, std::vector<int32_t>& counts) const {
  const std::vector<uint64_t> wanted = minimizers(tokens);
  NearHit hit;
  hit.minimizers = static_cast<int64_t>(wanted.size());
  std::vector<int32_t> holders;
  for (const uint64_t minimizer : wanted) {
    auto at = std::lower_bound(holders_.begin(), holders_.end(), std::pair(minimizer, int32_t{0}));
    hit.shared += at != holders_.end() && at->first == minimizer;
    for (size_t n = 0; n < kMostHolders && at != holders_.end() && at->first == minimizer; ++n, ++at) {
      if (counts[static_cast<size_t>(at->second)]++ == 0) holders.push_back(at->second);
    }
  }
  int32_t most = 0;
  for (const int32_t holder : holders) {
    const int32_t count = std::exchange(counts[static_cast<size_t>(holder)], 0);
    if (count < most || (count == most && holder > hit.sequence)) continue;
    most = count;
    hit.sequence = holder;
  }
  if (hit.minimizers < kFewestMinimizers) {
    hit.sequence = -1;
  } else {
    hit.containment = static_cast<double>(most) / static_cast<double>(wanted.size());
  }
  return hit;
}

}  // namespace undula
