#include "genomics/baseline/features.h"

#include <algorithm>

#include "core/base/error.h"
#include "genomics/alphabet/nucleotide.h"

namespace undula {
namespace {

// A k-mer as a number, two bits a base, the first base highest.
uint32_t reverse_complement_of(uint32_t kmer, int k) {
  uint32_t reversed = 0;
  for (int i = 0; i < k; ++i) reversed = reversed << 2 | (3 - (kmer >> 2 * i & 3));
  return reversed;
}

}  // namespace

std::string title_of(const FeatureKind& kind) {
  if (kind.type == FeatureKind::Type::kPositions) return "bases by position";
  return "canonical " + std::to_string(kind.size) + "-mers";
}

FeatureExtractor::FeatureExtractor(const FeatureKind& kind) : kind_(kind) {
  if (kind.type == FeatureKind::Type::kPositions) {
    require(kind.size >= 1 && kind.size <= 512, "features", "between 1 and 512 positions are possible");
    count_ = 4 * kind.size;
    return;
  }
  require(kind.size >= 1 && kind.size <= 8, "features", "k must be from 1 to 8");
  canonical_.resize(size_t{1} << 2 * kind.size);
  for (uint32_t kmer = 0; kmer < canonical_.size(); ++kmer) {
    const uint32_t other = reverse_complement_of(kmer, kind.size);
    canonical_[kmer] = other < kmer ? canonical_[other] : static_cast<uint16_t>(count_++);
  }
}

void FeatureExtractor::append(std::span<const uint8_t> tokens, SparseRows& rows) const {
  if (kind_.type == FeatureKind::Type::kPositions) {
    const size_t positions = std::min(tokens.size(), static_cast<size_t>(kind_.size));
    for (size_t i = 0; i < positions; ++i) {
      if (tokens[i] < kAmbiguousToken) rows.count(static_cast<uint16_t>(4 * i + tokens[i]));
    }
  } else {
    uint32_t kmer = 0;
    int known = 0;  // bases since the last ambiguous one
    for (const uint8_t token : tokens) {
      known = token < kAmbiguousToken ? known + 1 : 0;
      kmer = (kmer << 2 | (token & 3)) & static_cast<uint32_t>(canonical_.size() - 1);
      if (known >= kind_.size) rows.count(canonical_[kmer]);
    }
  }
  rows.close_row();
}

}  // namespace undula
