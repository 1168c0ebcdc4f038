#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/train/sparse_rows.h"

namespace undula {

/// What the baseline sees of a sequence.
struct FeatureKind {
  enum class Type : uint8_t {
    kKmers,      ///< how often each k-mer occurs, a k-mer and its reverse complement being one
    kKmersUpTo,  ///< the same for all k from 3 to `size`, side by side
    kPositions,  ///< which base stands at each position
  };
  Type type = Type::kKmers;
  int size = 0;  ///< k, at most 8; or the positions, at most 512

  bool operator==(const FeatureKind&) const = default;
};

/// "canonical 6-mers", "canonical 3- to 6-mers" or "bases by position".
std::string title_of(const FeatureKind& kind);

/// Turns tokens into features. k-mers with an ambiguous base do not count; nor do positions behind the last.
class FeatureExtractor {
 public:
  explicit FeatureExtractor(const FeatureKind& kind);

  /// Number of features: 2,080 for canonical 6-mers, 4 for each position.
  int64_t count() const { return count_; }
  /// Adds one row, for one sequence, to `rows`, which has count() columns.
  void append(std::span<const uint8_t> tokens, SparseRows& rows) const;

 private:
  /// All k-mers of one k.
  struct Spectrum {
    int k;
    std::vector<uint16_t> columns;  ///< (4^k) the feature of each k-mer and its reverse complement
  };
  void add_spectrum(int k);

  FeatureKind kind_;
  std::vector<Spectrum> spectra_;
  int64_t count_ = 0;
};

}  // namespace undula
