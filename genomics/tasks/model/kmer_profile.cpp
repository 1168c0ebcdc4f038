#include "genomics/tasks/model/kmer_profile.h"

#include <cmath>
#include <numeric>
#include <sstream>

#include "core/base/error.h"
#include "core/model/card_fields.h"
#include "genomics/alphabet/nucleotide.h"

namespace undula {
namespace {

constexpr char kCounts[] = "data.kmers", kGc[] = "data.gc";

size_t reverse_complement_of(size_t kmer) {
  size_t other = 0;
  for (int i = 0; i < KmerProfile::kLength; ++i, kmer >>= 2) other = other << 2 | (3 - (kmer & 3));
  return other;
}

}  // namespace

void KmerProfile::add(std::span<const uint8_t> tokens) {
  size_t kmer = 0;
  int run = 0;
  for (const uint8_t token : tokens) {
    if (token >= kAmbiguousToken) {
      run = 0;
      continue;
    }
    ++bases_;
    gc_ += token == 1 || token == 2;
    kmer = (kmer << 2 | token) % kKmers;
    if (++run >= kLength) ++counts_[kmer];
  }
}

double KmerProfile::gc() const {
  return static_cast<double>(gc_) / static_cast<double>(bases_);
}

std::vector<double> KmerProfile::shares() const {
  const auto total = 2 * static_cast<double>(std::accumulate(counts_.begin(), counts_.end(), int64_t{0}));
  std::vector<double> shares(kKmers);
  for (size_t kmer = 0; kmer < kKmers; ++kmer)
    shares[kmer] = static_cast<double>(counts_[kmer] + counts_[reverse_complement_of(kmer)]) / total;
  return shares;
}

void KmerProfile::store(TensorFile& content) const {
  content.metadata[kGc] = number_text(gc_) + "/" + number_text(bases_);
  content.add<int64_t>(kCounts, {static_cast<int64_t>(kKmers)}, counts_);
}

std::optional<KmerProfile> KmerProfile::load(const ModelFile& file) {
  const auto field = file.content.metadata.find(kGc);
  if (field == file.content.metadata.end()) return std::nullopt;
  KmerProfile profile;
  char slash = 0;
  std::istringstream stream(field->second);
  stream >> profile.gc_ >> slash >> profile.bases_;
  if (!stream || slash != '/' || profile.gc_ < 0 || profile.bases_ < profile.gc_) reject_field(file, kGc);
  profile.counts_ = file.content.values<int64_t>(kCounts, {static_cast<int64_t>(kKmers)});
  for (const int64_t count : profile.counts_) {
    if (count < 0) reject_field(file, kCounts);
  }
  return profile;
}

double divergence(const KmerProfile& a, const KmerProfile& b) {
  const std::vector<double> p = a.shares(), q = b.shares();
  const auto part = [](double share, double mean) { return share == 0 ? 0 : share * std::log2(share / mean); };
  double bits = 0;
  for (size_t i = 0; i < p.size(); ++i) {
    const double mean = (p[i] + q[i]) / 2;
    bits += (part(p[i], mean) + part(q[i], mean)) / 2;
  }
  return bits;
}

}  // namespace undula
