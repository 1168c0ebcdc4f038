#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace undula {

/// How often a base in the middle of each k-mer (centred_kmers.h) is of each class, for k = 1, 3, 5 ... max_k.
class KmerClassCounts {
 public:
  /// max_k is 11, or less where the tables of so many classes would become too large.
  explicit KmerClassCounts(int n_classes);

  /// Counts the bases of a sequence; labels[i] < 0: token i has none. Those within max_k / 2 of an ambiguous base or an
  /// end count for no k-mer. At most 2^31 tokens in all.
  void add(std::span<const uint8_t> tokens, std::span<const int32_t> labels);
  /// To be called once, behind the last add().
  void finish();

  int n_classes() const { return n_classes_; }
  int max_k() const { return 2 * static_cast<int>(counts_.size()) - 1; }
  /// (centred_kmers(k), n_classes) counts, after finish().
  std::span<const uint32_t> of(int k) const { return counts_[static_cast<size_t>(k / 2)]; }
  /// The share of each class among all labelled bases, as if there were one more of each.
  std::vector<double> shares() const;

 private:
  int n_classes_;
  int64_t tokens_ = 0;
  std::vector<int64_t> bases_;  // of each class
  std::vector<std::vector<uint32_t>> counts_;
};

}  // namespace undula
