#include "core/audit/overlaps.h"

#include <algorithm>
#include <tuple>

namespace undula {
namespace {

/// The parts in train by record and beginning.
class TrainParts {
 public:
  explicit TrainParts(std::span<const Part> parts) : parts_(parts) {
    for (size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].split == Split::kTrain) order_.push_back(i);
    }
    std::stable_sort(order_.begin(), order_.end(), [&](size_t a, size_t b) {
      return std::tie(parts[a].record, parts[a].begin) < std::tie(parts[b].record, parts[b].begin);
    });
    for (size_t k = 0; k < order_.size(); ++k) {
      const Part& part = parts[order_[k]];
      const bool continues = k > 0 && parts[order_[k - 1]].record == part.record;
      reach_.push_back(continues ? std::max(reach_.back(), part.end) : part.end);
    }
  }

  /// The one that covers most of a part; share 0 where none does.
  Overlap best_for(size_t item) const {
    const Part& part = parts_[item];
    Overlap best{static_cast<int64_t>(item), 0, 0};
    auto k =
        std::partition_point(
            order_.begin(), order_.end(),
            [&](size_t i) { return std::tie(parts_[i].record, parts_[i].begin) < std::tie(part.record, part.end); }) -
        order_.begin();
    while (k-- > 0) {
      const Part& other = parts_[order_[static_cast<size_t>(k)]];
      if (other.record != part.record || reach_[static_cast<size_t>(k)] <= part.begin) break;
      const int64_t shared = std::min(part.end, other.end) - std::max(part.begin, other.begin);
      const double share = static_cast<double>(shared) / static_cast<double>(part.end - part.begin);
      if (share > best.share) best = {best.item, static_cast<int64_t>(order_[static_cast<size_t>(k)]), share};
    }
    return best;
  }

 private:
  std::span<const Part> parts_;
  std::vector<size_t> order_;
  std::vector<int64_t> reach_;  // the furthest end of a record's parts up to this one
};

}  // namespace

std::vector<Overlap> find_overlaps(std::span<const Part> parts) {
  const TrainParts train(parts);
  std::vector<Overlap> found;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].split != Split::kValid && parts[i].split != Split::kTest) continue;
    const Overlap best = train.best_for(i);
    if (best.share > 0) found.push_back(best);
  }
  return found;
}

}  // namespace undula
