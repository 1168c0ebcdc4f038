#include "core/train/rank_areas.h"

#include <limits>

namespace undula {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

}  // namespace

double RankAreas::auroc() const {
  const double pairs = 2.0 * static_cast<double>(positives_) * static_cast<double>(negatives_);
  return pairs > 0 ? 1 - static_cast<double>(lost_pairs_) / pairs : kNaN;
}

double RankAreas::auprc() const {
  return positives_ > 0 ? precision_ / static_cast<double>(positives_) : kNaN;
}

}  // namespace undula
