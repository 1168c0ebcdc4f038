#include "genomics/baseline/markov_tuner.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/error.h"

namespace undula {
namespace {

constexpr int kReferenceOrder = 8;
constexpr int kBackoffs = 12;  // powers of two from 2
constexpr std::array<double, 3> kDecays = {1, 0.70710678118654752, 0.5};
constexpr size_t kPairs = kBackoffs * kDecays.size();

MarkovSettings settings_of(size_t pair, int order, bool both_strands) {
  return {order, std::exp2(1 + static_cast<double>(pair % kBackoffs)), kDecays[pair / kBackoffs], both_strands};
}

/// Of one context: how often it was seen, and with the base that follows now.
struct Seen {
  double context, word;
};

Seen look_up(const MarkovCounts& counts, int order, uint64_t context, uint8_t base) {
  const uint64_t last = context & ((uint64_t{1} << (2 * order)) - 1);
  const auto of = counts.of_order(order).subspan(last * 4, 4);
  return {static_cast<double>(of[0]) + of[1] + of[2] + of[3], static_cast<double>(of[base])};
}

}  // namespace

double MarkovSettings::weight(int context) const {
  return backoff * std::pow(decay, context - kReferenceOrder);
}

MarkovTuner::MarkovTuner(const MarkovCounts& counts, bool both_strands) : counts_(counts), both_strands_(both_strands) {
  for (size_t pair = 0; pair < kPairs; ++pair) {
    for (int order = 0; order <= counts.max_order(); ++order)
      weights_.push_back(settings_of(pair, order, both_strands).weight(order));
  }
  bits_.assign(weights_.size(), 0);
}

void MarkovTuner::add(std::span<const uint8_t> tokens) {
  const auto orders = static_cast<size_t>(counts_.max_order()) + 1;
  std::vector<Seen> seen(orders);
  for_each_base(tokens, counts_.max_order(), [&](size_t, uint64_t context, int longest, uint8_t base) {
    const auto known = static_cast<size_t>(longest) + 1;
    for (size_t order = 0; order < known; ++order)
      seen[order] = look_up(counts_, static_cast<int>(order), context, base);
    for (size_t at = 0; at < bits_.size(); at += orders) {
      double p = 0.25;
      for (size_t order = 0; order < orders; ++order) {
        if (order < known) {
          const double weight = weights_[at + order];
          p = (seen[order].word + weight * p) / (seen[order].context + weight);
        }
        bits_[at + order] -= std::log2(p);
      }
    }
    ++bases_;
  });
}

MarkovChoice MarkovTuner::best(int max_order) const {
  if (bases_ == 0) throw Error(ErrorKind::kBadInput, "a Markov model needs validation data to choose its order");
  const int orders = counts_.max_order() + 1;
  MarkovChoice best;
  best.bits_per_base = INFINITY;
  for (int order = 0; order <= std::min(max_order, counts_.max_order()); ++order) {
    for (size_t pair = 0; pair < kPairs; ++pair) {
      const double bits = bits_[pair * static_cast<size_t>(orders) + static_cast<size_t>(order)];
      if (bits / static_cast<double>(bases_) >= best.bits_per_base) continue;
      best = {settings_of(pair, order, both_strands_), bits / static_cast<double>(bases_)};
    }
  }
  return best;
}

}  // namespace undula
