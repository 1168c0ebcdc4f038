#include "genomics/baseline/kmer_class_counts.h"

#include <numeric>

#include "core/base/error.h"
#include "genomics/baseline/centred_kmers.h"

namespace undula {
namespace {

constexpr int kLongest = 11;
constexpr int64_t kMostCells = int64_t{1} << 23;

}  // namespace

KmerClassCounts::KmerClassCounts(int n_classes) : n_classes_(n_classes), bases_(static_cast<size_t>(n_classes)) {
  require(n_classes > 0, "KmerClassCounts", "no classes");
  for (int k = 1; k <= kLongest && (k == 1 || centred_kmers(k) * n_classes <= kMostCells); k += 2)
    counts_.emplace_back(static_cast<size_t>(centred_kmers(k) * n_classes));
}

void KmerClassCounts::add(std::span<const uint8_t> tokens, std::span<const int32_t> labels) {
  require(tokens.size() == labels.size(), "KmerClassCounts", "one label per token");
  tokens_ += static_cast<int64_t>(tokens.size());
  require(tokens_ < int64_t{1} << 31, "KmerClassCounts", "too many tokens");
  for (size_t i = 0; i < tokens.size(); ++i)
    if (tokens[i] < 4 && labels[i] >= 0) ++bases_[static_cast<size_t>(labels[i])];
  for_each_centred_kmer(tokens, max_k(), [&](size_t i, uint64_t number) {
    if (labels[i] >= 0) ++counts_.back()[number * static_cast<uint64_t>(n_classes_) + static_cast<uint64_t>(labels[i])];
  });
}

void KmerClassCounts::finish() {
  const auto n = static_cast<uint64_t>(n_classes_);
  for (int k = max_k(); k > 1; k -= 2) {
    const std::span<const uint32_t> longer = of(k);
    std::vector<uint32_t>& shorter = counts_[static_cast<size_t>(k / 2 - 1)];
    for (uint64_t cell = 0; cell < longer.size(); ++cell)
      shorter[inner_kmer(cell / n, k) * n + cell % n] += longer[cell];
  }
}

std::vector<double> KmerClassCounts::shares() const {
  const double all = static_cast<double>(std::accumulate(bases_.begin(), bases_.end(), int64_t{n_classes_}));
  std::vector<double> shares;
  for (const int64_t bases : bases_) shares.push_back(static_cast<double>(bases + 1) / all);
  return shares;
}

}  // namespace undula
