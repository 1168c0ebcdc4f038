#include "genomics/baseline/kmer_classes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "genomics/baseline/centred_kmers.h"
#include "genomics/baseline/probability_code.h"

namespace undula {
namespace {

constexpr char kCodes[] = "kmer_classes.codes", kShares[] = "kmer_classes.shares";
constexpr std::array<double, 5> kSmoothings = {0.5, 2, 8, 32, 128};

/// The counts of one k-mer.
struct Row {
  Row(const KmerClassCounts& counts, int k, uint64_t number)
      : seen(counts.of(k).subspan(number * static_cast<size_t>(counts.n_classes()),
                                  static_cast<size_t>(counts.n_classes()))),
        all(std::accumulate(seen.begin(), seen.end(), 0.0)) {}

  double probability(size_t label, double share, double smoothing) const {
    return (seen[label] + smoothing * share) / (all + smoothing);
  }

  std::span<const uint32_t> seen;
  double all;
};

}  // namespace

KmerClasses::KmerClasses(const KmerClassCounts& counts, const KmerClassSettings& settings) : k_(settings.k) {
  require(k_ % 2 == 1 && k_ <= counts.max_k(), "KmerClasses", "k was not counted");
  const std::vector<double> shares = counts.shares();
  shares_.assign(shares.begin(), shares.end());
  for (int64_t number = 0; number < centred_kmers(k_); ++number) {
    const Row row(counts, k_, static_cast<uint64_t>(number));
    for (size_t c = 0; c < shares.size(); ++c)
      codes_.push_back(probability_code(static_cast<float>(row.probability(c, shares[c], settings.smoothing))));
  }
}

void KmerClasses::probabilities(std::span<const uint8_t> tokens, std::span<float> out) const {
  const size_t n = shares_.size();
  require(out.size() == tokens.size() * n, "KmerClasses", "one row per token");
  for (size_t i = 0; i < tokens.size(); ++i) std::copy(shares_.begin(), shares_.end(), out.begin() + i * n);
  for_each_centred_kmer(tokens, k_, [&](size_t i, uint64_t number) {
    const std::span<float> row = out.subspan(i * n, n);
    for (size_t c = 0; c < n; ++c) row[c] = coded_probabilities()[codes_[number * n + c]];
    const float sum = std::accumulate(row.begin(), row.end(), 0.0F);
    for (float& p : row) p /= sum;
  });
}

void KmerClasses::store(TensorFile& file) const {
  file.add<uint8_t>(kCodes, {static_cast<int64_t>(codes_.size())}, codes_);
  file.add<float>(kShares, {static_cast<int64_t>(shares_.size())}, shares_);
}

std::optional<KmerClasses> KmerClasses::load(const TensorFile& file, int n_classes) {
  const Tensor* codes = file.find(kCodes);
  if (codes == nullptr) return std::nullopt;
  KmerClasses found;
  const int max_k = KmerClassCounts(n_classes).max_k();
  const auto cells = static_cast<int64_t>(codes->bytes.size());
  while (found.k_ < max_k && centred_kmers(found.k_) * n_classes < cells) found.k_ += 2;
  found.codes_ = file.values<uint8_t>(kCodes, {centred_kmers(found.k_) * n_classes});
  found.shares_ = file.values<float>(kShares, {n_classes});
  for (const float share : found.shares_)
    if (!(share > 0 && share <= 1))
      throw Error(ErrorKind::kBadInput, "the model's " + std::string(kShares) + " are no probabilities");
  return found;
}

KmerClassTuner::KmerClassTuner(const KmerClassCounts& counts)
    : counts_(counts),
      shares_(counts.shares()),
      differences_(kSmoothings.size() * static_cast<size_t>(counts.max_k() / 2 + 1)) {}

void KmerClassTuner::add(std::span<const uint8_t> tokens, std::span<const int32_t> labels) {
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i] >= 4 || labels[i] < 0) continue;
    ++bases_;
    plain_ -= std::log(shares_[static_cast<size_t>(labels[i])]);
  }
  for (int k = 1; k <= counts_.max_k(); k += 2) {
    double* sums = differences_.data() + kSmoothings.size() * static_cast<size_t>(k / 2);
    for_each_centred_kmer(tokens, k, [&](size_t i, uint64_t number) {
      if (labels[i] < 0) return;
      const auto label = static_cast<size_t>(labels[i]);
      const Row row(counts_, k, number);
      for (size_t s = 0; s < kSmoothings.size(); ++s)
        sums[s] += std::log(shares_[label] / row.probability(label, shares_[label], kSmoothings[s]));
    });
  }
}

KmerClassChoice KmerClassTuner::best() const {
  const auto at =
      static_cast<size_t>(std::min_element(differences_.begin(), differences_.end()) - differences_.begin());
  KmerClassChoice choice;
  choice.settings = {2 * static_cast<int>(at / kSmoothings.size()) + 1, kSmoothings[at % kSmoothings.size()]};
  choice.log_loss = (plain_ + differences_[at]) / static_cast<double>(std::max<int64_t>(bases_, 1));
  return choice;
}

}  // namespace undula
