#include "core/train/paired_bits.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/random.h"

namespace undula {
namespace {

constexpr uint64_t kResampleStream = 0x626f6f74;

struct Figures {
  double model = 0, baseline = 0;
};

/// The figures of some blocks; `pick(i)` names the i-th.
template <class Pick>
Figures figures_of(std::span<const BitsBlock> blocks, Pick pick) {
  BitsBlock sum;
  for (size_t i = 0; i < blocks.size(); ++i) {
    const BitsBlock& block = blocks[pick(i)];
    sum.count += block.count;
    sum.model += block.model;
    sum.baseline += block.baseline;
  }
  const auto count = static_cast<double>(std::max<int64_t>(sum.count, 1));
  return {sum.model / count, sum.baseline / count};
}

BitsEstimate estimate(double value, std::vector<double> resampled) {
  if (resampled.empty()) return {value, value, value};
  std::sort(resampled.begin(), resampled.end());
  const auto at = [&](double share) {
    return resampled[static_cast<size_t>(std::lround(share * static_cast<double>(resampled.size() - 1)))];
  };
  return {value, at(0.025), at(0.975)};
}

}  // namespace

PairedBits estimate_bits(std::span<const BitsBlock> blocks, int resamples, uint64_t seed) {
  std::vector<double> own, other, gap;
  const auto n = static_cast<int64_t>(blocks.size());
  for (int r = 0; r < resamples; ++r) {
    const RandomKey key = RandomKey(seed).fold(kResampleStream).fold(static_cast<uint64_t>(r));
    const Figures figures = figures_of(blocks, [&](size_t i) { return static_cast<size_t>(key.below(i, n)); });
    own.push_back(figures.model);
    other.push_back(figures.baseline);
    gap.push_back(figures.model - figures.baseline);
  }
  const Figures figures = figures_of(blocks, [](size_t i) { return i; });
  return {estimate(figures.model, own), estimate(figures.baseline, other),
          estimate(figures.model - figures.baseline, gap)};
}

}  // namespace undula
