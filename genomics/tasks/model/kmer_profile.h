#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/model/model_file.h"

namespace undula {

/// How often each 4-mer stands in some sequences and how many of their bases are G or C, both strands counted. A model
/// file keeps that of its training data (metadata "data.gc", tensor "data.kmers"), for comparison with what the model
/// generates.
class KmerProfile {
 public:
  static constexpr int kLength = 4;

  /// Counts a sequence of tokens; k-mers with an ambiguous base do not count.
  void add(std::span<const uint8_t> tokens);

  /// Share of G and C among unambiguous bases; NaN where there are none.
  double gc() const;
  /// Share of each k-mer and its reverse complement taken together, by the k-mer in base 4, A C G T, first base
  /// highest; all NaN where there is none.
  std::vector<double> shares() const;

  void store(TensorFile& content) const;
  /// Nothing where the file has none. Throws kBadInput for a malformed one.
  static std::optional<KmerProfile> load(const ModelFile& file);

 private:
  static constexpr size_t kKmers = size_t{1} << (2 * kLength);

  std::vector<int64_t> counts_ = std::vector<int64_t>(kKmers);
  int64_t gc_ = 0, bases_ = 0;
};

/// The Jensen-Shannon divergence of two profiles' shares, in bits: 0 where they are equal, 1 where they share no k-mer.
double divergence(const KmerProfile& a, const KmerProfile& b);

}  // namespace undula
