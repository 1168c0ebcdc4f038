#include "genomics/baseline/features.h"

#include <algorithm>

#include "core/base/error.h"
#include "genomics/alphabet/nucleotide.h"

namespace undula {
namespace {

constexpr int kSmallestK = 3;  // of kKmersUpTo

// A k-mer as a number, two bits a base, the first base highest.
uint32_t reverse_complement_of(uint32_t kmer, int k) {
  uint32_t reversed = 0;
  for (int i = 0; i < k; ++i) reversed = reversed << 2 | (3 - (kmer >> 2 * i & 3));
  return reversed;
}

}  // namespace

std::string title_of(const FeatureKind& kind) {
  const std::string size = std::to_string(kind.size);
  switch (kind.type) {
    case FeatureKind::Type::kKmers:
      return "canonical " + size + "-mers";
    case FeatureKind::Type::kKmersUpTo:
      return "canonical " + std::to_string(kSmallestK) + "- to " + size + "-mers";
    default:
      return "bases by position";
  }
}

FeatureExtractor::FeatureExtractor(const FeatureKind& kind) : kind_(kind) {
  if (kind.type == FeatureKind::Type::kPositions) {
    require(kind.size >= 1 && kind.size <= 512, "features", "between 1 and 512 positions are possible");
    count_ = 4 * kind.size;
    return;
  }
  const int first = kind.type == FeatureKind::Type::kKmers ? kind.size : kSmallestK;
  require(kind.size >= std::max(first, 1) && kind.size <= 8, "features", "k must be at most 8");
  for (int k = first; k <= kind.size; ++k) add_spectrum(k);
}

void FeatureExtractor::add_spectrum(int k) {
  std::vector<uint16_t> columns(size_t{1} << 2 * k);
  for (uint32_t kmer = 0; kmer < columns.size(); ++kmer) {
    const uint32_t other = reverse_complement_of(kmer, k);
    columns[kmer] = other < kmer ? columns[other] : static_cast<uint16_t>(count_++);
  }
  spectra_.push_back({k, std::move(columns)});
}

void FeatureExtractor::append(std::span<const uint8_t> tokens, SparseRows& rows) const {
  if (kind_.type == FeatureKind::Type::kPositions) {
    const size_t positions = std::min(tokens.size(), static_cast<size_t>(kind_.size));
    for (size_t i = 0; i < positions; ++i) {
      if (tokens[i] < kAmbiguousToken) rows.count(static_cast<uint16_t>(4 * i + tokens[i]));
    }
  }
  for (const Spectrum& spectrum : spectra_) {
    uint32_t kmer = 0;
    int known = 0;  // bases since the last ambiguous one
    for (const uint8_t token : tokens) {
      known = token < kAmbiguousToken ? known + 1 : 0;
      kmer = (kmer << 2 | (token & 3)) & static_cast<uint32_t>(spectrum.columns.size() - 1);
      if (known >= spectrum.k) rows.count(spectrum.columns[kmer]);
    }
  }
  rows.close_row();
}

}  // namespace undula
